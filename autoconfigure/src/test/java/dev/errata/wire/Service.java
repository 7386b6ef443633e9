package dev.errata.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.DynamicTest;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service on a real port, in a container of choice. With Spring Security where asked
 * for.
 */
public final class Service implements AutoCloseable {

	/** Leaves Spring Boot alone, to compare with. */
	public static final String WITHOUT_ERRATA = "spring.autoconfigure.exclude="
			+ StreamSupport.stream(ImportCandidates.load(AutoConfiguration.class, null).spliterator(), false)
				.filter((name) -> name.startsWith("dev.errata."))
				.collect(Collectors.joining(","));

	private final ConfigurableApplicationContext context;

	private Service(ConfigurableApplicationContext context) {
		this.context = context;
	}

	public static Service start(Container container, boolean secured, List<Class<?>> sources, String... properties) {
		List<String> arguments = new ArrayList<>();
		arguments.add("--server.port=0");
		boolean redis = List.of(properties).stream().anyMatch((property) -> property.startsWith("spring.data.redis"));
		arguments.add("--spring.autoconfigure.exclude=" + container.exclusive + (redis ? "" : ",${without.redis}")
				+ (secured ? "" : ",${without.security}"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new Service(new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
			.web(container.isReactive() ? WebApplicationType.REACTIVE : WebApplicationType.SERVLET)
			.run(arguments.toArray(String[]::new)));
	}

	public Answer answer(Exchange exchange) {
		return exchange.on(port());
	}

	/**
	 * Return a test for each row, after which the service has to answer a request as well
	 * as ever.
	 */
	public Stream<DynamicTest> table(Exchange fine, Row... rows) {
		return Stream.of(rows).map((row) -> row.test(this::port, () -> {
			Answer answer = answer(fine);
			assertThat(answer.body()).as("body of %s", answer).isIn("fine", "ok");
			assertThat(answer.status()).isEqualTo(200);
		}));
	}

	public int port() {
		return ((WebServerApplicationContext) this.context).getWebServer().getPort();
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

	public enum Container {

		TOMCAT("${without.jetty}"),

		JETTY("${without.tomcat}"),

		/** Spring WebFlux on Reactor Netty. */
		NETTY("${without.tomcat},${without.jetty}"),

		/** Spring WebFlux on Tomcat. */
		REACTIVE_TOMCAT("${without.netty},${without.jetty}"),

		/** Spring WebFlux on Jetty. */
		REACTIVE_JETTY("${without.netty},${without.tomcat}");

		private final String exclusive;

		Container(String exclusive) {
			this.exclusive = exclusive;
		}

		public boolean isReactive() {
			return this != TOMCAT && this != JETTY;
		}

	}

}
