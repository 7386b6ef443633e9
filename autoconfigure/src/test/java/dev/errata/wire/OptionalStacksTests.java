package dev.errata.wire;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Services in processes of their own: one of Spring WebFlux starts and answers without a
 * servlet class, one of Spring MVC without those of Reactor. Where these are there, it
 * does not load them.
 */
class OptionalStacksTests {

	/** What every service has, and what this test needs. */
	private static final String COMMON = "spring-(aop|beans|context|core|expression|web)"
			+ "|spring-boot(-autoconfigure|-http-co\\w+|-jackson|-web-server|)|jackson-.*|micrometer-(commons|observation)"
			+ "|commons-logging|jmustache|jspecify|log.*|jul-to-slf4j|slf4j-api|snakeyaml|assertj-core|byte-buddy|junit-.*|opentest4j";

	private static final String OF_MVC = "|spring-webmvc|spring-boot-(servlet|webmvc|tomcat)|tomcat-embed-core"
			+ "|jakarta.(servlet|annotation)-api";

	private static final String OF_WEBFLUX = "|spring-webflux|spring-boot-(netty|webflux|reactor.*)|react.*|netty-.*";

	private static final Predicate<String> REACTOR = Pattern.compile("^(reactor|org\\.reactivestreams|io\\.netty)\\.")
		.asPredicate();

	private static final String ANSWERS = """
			/fine 200 fine
			/nowhere 404 {"code":"not_found","request_id":"r-1"}
			/thrown 500 {"code":"internal_error","request_id":"r-1"}
			""";

	private static Started webFluxAlone;

	private static Started mvcAlone;

	private static Started mvc;

	@BeforeAll
	static void start(@TempDir Path directory) throws IOException {
		webFluxAlone = Started.with(Container.NETTY, COMMON + OF_WEBFLUX, directory);
		mvcAlone = Started.with(Container.TOMCAT, COMMON + OF_MVC, directory);
		mvc = Started.with(Container.TOMCAT, ".*", directory, Service.WITHOUT_ERRATA);
	}

	@AfterAll
	static void stop() {
		Stream.of(webFluxAlone, mvcAlone, mvc).forEach((started) -> started.process.destroyForcibly());
	}

	@Test
	void webFluxNeedsNoServletClass() throws Exception {
		assertThat(webFluxAlone.output()).contains("without jakarta.servlet.Servlet\n")
			.contains("with org.reactivestreams.Publisher\n")
			.endsWith(ANSWERS);
	}

	@Test
	void mvcNeedsNoClassOfReactor() throws Exception {
		assertThat(mvcAlone.output())
			.contains("without reactor.core.publisher.Mono\n", "without org.reactivestreams.Publisher\n",
					"without io.netty.buffer.ByteBuf\n")
			.contains("with jakarta.servlet.Servlet\n")
			.endsWith(ANSWERS);
	}

	/**
	 * Spring loads some of them if they are there, so it starts alone before.
	 */
	@Test
	void mvcLoadsNoClassOfReactorBecauseOfErrata() throws Exception {
		assertThat(mvc.output()).contains("with reactor.core.publisher.Mono\n")
			.contains("/fine 200 fine\n/nowhere 404 {\"timestamp\":")
			.endsWith(ANSWERS);
		List<String> loaded = mvc.loaded();
		int begin = loaded.indexOf(Begin.class.getName());
		assertThat(loaded.subList(0, begin)).anyMatch(REACTOR).noneMatch("dev.errata.web.ErrorFunnel"::equals);
		assertThat(loaded.subList(begin, loaded.size())).noneMatch(REACTOR).contains("dev.errata.web.ErrorFunnel");
	}

	private record Started(Process process, Path log) {

		private static final Pattern LOADED = Pattern.compile(".*\\[class,load *] (\\S+) source: .*");

		static Started with(Container container, String libraries, Path directory, String... before)
				throws IOException {
			Path log = Files.createTempFile(directory, "classes", ".log");
			Pattern jars = Pattern.compile("(" + libraries + ")-\\d.*\\.jar");
			String classPath = Stream
				.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
					.split(File.pathSeparator))
				.filter((entry) -> !entry.endsWith(".jar")
						|| jars.matcher(Path.of(entry).getFileName().toString()).matches())
				.collect(Collectors.joining(File.pathSeparator));
			List<String> command = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
							"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Xlog:class+load:file=" + log,
							"-cp", classPath, OptionalStacksTests.class.getName(), container.name()));
			command.addAll(List.of(before));
			return new Started(new ProcessBuilder(command).redirectErrorStream(true).start(), log);
		}

		String output() throws Exception {
			String output = new String(this.process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(this.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
			assertThat(this.process.exitValue()).as(output).isZero();
			return output;
		}

		List<String> loaded() throws IOException {
			try (Stream<String> lines = Files.lines(this.log)) {
				return lines.map(LOADED::matcher)
					.filter(Matcher::matches)
					.map((matcher) -> matcher.group(1))
					// those of lambda expressions are not the same twice
					.filter((name) -> !name.contains("$$"))
					.toList();
			}
		}

	}

	public static void main(String[] args) {
		for (String name : List.of("jakarta.servlet.Servlet", "org.reactivestreams.Publisher",
				"reactor.core.publisher.Mono", "io.netty.buffer.ByteBuf")) {
			URL found = OptionalStacksTests.class.getResource("/" + name.replace('.', '/') + ".class");
			System.out.println(((found != null) ? "with " : "without ") + name);
		}
		Container container = Container.valueOf(args[0]);
		for (int i = 1; i < args.length; i++) {
			answer(container, args[i]);
		}
		new Begin();
		answer(container, WireTests.SHORT_ENVELOPE);
	}

	private static void answer(Container container, String property) {
		try (Service service = Service.start(container, false, List.of(Application.class), property,
				"logging.level.errata=off")) {
			// the first may take longer than an exchange waits while others start as well
			Exchange.get("/fine").bytesFrom(service.port());
			for (String target : List.of("/fine", "/nowhere", "/thrown")) {
				Answer answer = service.answer(Exchange.get(target));
				System.out.println(target + " " + answer.status() + " " + answer.body());
			}
		}
	}

	/** Loaded when what comes before is over. */
	private static final class Begin {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(WireTests.FineController.class)
	@RestController
	static class Application {

		@GetMapping("/thrown")
		String thrown() {
			throw new IllegalStateException("planted");
		}

	}

}
