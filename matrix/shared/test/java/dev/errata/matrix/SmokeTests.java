package dev.errata.matrix;

import java.util.stream.Stream;

import dev.errata.matrix.Row.Server;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The answers of the service, on the server that is on the class path.
 */
class SmokeTests {

	@TestFactory
	Stream<DynamicTest> answers() {
		return rows();
	}

	@TestFactory
	@EnabledForJreRange(min = JRE.JAVA_21)
	Stream<DynamicTest> answersOfVirtualThreads() {
		return rows("--spring.threads.virtual.enabled=true");
	}

	@TestFactory
	Stream<DynamicTest> answersOfLazyBeans() {
		return rows("--spring.main.lazy-initialization=true");
	}

	private static Stream<DynamicTest> rows(String... arguments) {
		ConfigurableApplicationContext context = MatrixApplication.application().run(arguments);
		WebServer webServer = ((WebServerApplicationContext) context).getWebServer();
		Server server = Stream.of(Server.values())
			.filter((candidate) -> webServer.getClass().getSimpleName().toUpperCase().startsWith(candidate.name()))
			.findFirst()
			.orElseThrow();
		return Rows.all().stream().map((row) -> row.test(server, webServer.getPort())).onClose(context::close);
	}

}
