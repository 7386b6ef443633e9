package dev.errata.wire;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.DynamicTest;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.NoOpPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service on a real port, in a container of choice. With Spring Security where asked
 * for; with Redis, a database or the endpoints of the actuator if there is a property of
 * theirs, for each of them takes time to start.
 */
public final class Service implements AutoCloseable {

	/** Leaves Spring Boot alone, to compare with. */
	public static final String WITHOUT_ERRATA = "spring.autoconfigure.exclude="
			+ autoConfigurations((name) -> name.startsWith("dev.errata."));

	/** Asks for the endpoints of the actuator, as all their properties do. */
	public static final String WITH_ENDPOINTS = "management.endpoints.web.discovery.enabled=true";

	private static final String WITHOUT_DATABASE = "," + autoConfigurations(
			(name) -> name.matches("org\\.springframework\\.boot\\.(jdbc|transaction|persistence)\\..*"));

	/** And without the meters of the process. */
	private static final String WITHOUT_ENDPOINTS = "," + autoConfigurations((name) -> name.matches(
			"org\\.springframework\\.boot\\.(actuate|health)\\..*|(?!.*security).*\\.actuate\\..*|.*EndpointAutoConfiguration"
					+ "|.*\\.metrics\\.autoconfigure\\.(jvm|system|task|startup)\\..*"));

	private static String autoConfigurations(Predicate<String> names) {
		return StreamSupport.stream(ImportCandidates.load(AutoConfiguration.class, null).spliterator(), false)
			.filter(names)
			.collect(Collectors.joining(","));
	}

	private final Container container;

	private final ConfigurableApplicationContext context;

	private boolean lossy;

	private Service(Container container, ConfigurableApplicationContext context) {
		this.container = container;
		this.context = context;
	}

	public static Service start(Container container, boolean secured, List<Class<?>> sources, String... properties) {
		if (container == Container.NETTY) {
			Leaks.watch();
		}
		String all = "\n" + String.join("\n", properties);
		// in their order, as those of a file
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("server.port", "0");
		// what never ends would be waited for
		values.put("server.shutdown", "immediate");
		values.put("spring.autoconfigure.exclude",
				container.exclusive + (all.contains("\nspring.data.redis") ? "" : ",${without.redis}")
						+ (all.contains("\nspring.datasource") ? "" : WITHOUT_DATABASE)
						+ (all.contains("\nmanagement.") ? "" : WITHOUT_ENDPOINTS)
						+ (secured ? "" : ",${without.security}"));
		for (String property : properties) {
			int end = property.indexOf('=');
			values.merge(property.substring(0, end), property.substring(end + 1), (before,
					after) -> property.startsWith("spring.autoconfigure.exclude=") ? before + "," + after : after);
		}
		return new Service(container,
				new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
					.web(container.pick(WebApplicationType.SERVLET, WebApplicationType.REACTIVE))
					.listeners(new FirstProperties(values))
					.initializers((context) -> {
						if (container == Container.NETTY) {
							((GenericApplicationContext) context).registerBean(ReactorResourceFactory.class,
									Service::ownEventLoops);
						}
						if (secured) {
							PlainPasswords.register((GenericApplicationContext) context);
						}
					})
					.run());
	}

	/**
	 * The first service to be closed would close those that services share.
	 */
	private static ReactorResourceFactory ownEventLoops() {
		ReactorResourceFactory resources = new ReactorResourceFactory();
		resources.setUseGlobalResources(false);
		resources.setShutdownQuietPeriod(Duration.ZERO);
		return resources;
	}

	public Answer answer(Exchange exchange) {
		return exchange.on(port());
	}

	/**
	 * Return a test for each row, after which the service has to answer a request as well
	 * as ever.
	 */
	public Stream<DynamicTest> table(Exchange fine, Row... rows) {
		return Stream.of(rows).map((row) -> row.test(this.container, this::port, () -> {
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

	/**
	 * Do not fail for lost buffers: Spring loses the one of an element that is encoded
	 * when its stream is cut off, with Errata as without.
	 */
	public void cutsStreams() {
		this.lossy = true;
	}

	@Override
	public void close() {
		this.context.close();
		if (this.container == Container.NETTY) {
			if (this.lossy) {
				Leaks.forget();
			}
			else {
				Leaks.verifyNone();
			}
		}
	}

	/** They win over those of files, and say where there are more. */
	private record FirstProperties(
			Map<String, Object> values) implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

		@Override
		public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
			event.getEnvironment().getPropertySources().addFirst(new MapPropertySource("service", this.values));
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

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

		/** Those of Spring MVC. */
		public static final List<Container> OF_SERVLETS = List.of(TOMCAT, JETTY);

		/** A short build leaves one out where tests are not about containers. */
		private static final String TESTED = System.getProperty("errata.containers", Arrays.toString(values()));

		private final String exclusive;

		Container(String exclusive) {
			this.exclusive = exclusive;
		}

		static Stream<Container> ofServlets() {
			return OF_SERVLETS.stream().filter(Container::isTested);
		}

		static Stream<Container> ofEachStack() {
			return Stream.of(TOMCAT, JETTY, NETTY).filter(Container::isTested);
		}

		private boolean isTested() {
			return TESTED.contains(name());
		}

		public boolean isReactive() {
			return this != TOMCAT && this != JETTY;
		}

		/**
		 * Return what its stack needs, such as the class of a filter.
		 */
		public <T> T pick(T servlet, T reactive) {
			return isReactive() ? reactive : servlet;
		}

	}

	/**
	 * Leaves passwords as they are. They would be hashed at the first login otherwise,
	 * and each request with one would take a tenth of a second. A class of its own, for
	 * services start without Spring Security as well.
	 */
	private static final class PlainPasswords {

		static void register(GenericApplicationContext context) {
			context.registerBean(PasswordEncoder.class, PlainPasswords::create,
					(definition) -> definition.setFallback(true));
		}

		@SuppressWarnings("deprecation")
		private static PasswordEncoder create() {
			PasswordEncoder plain = NoOpPasswordEncoder.getInstance();
			DelegatingPasswordEncoder passwords = new DelegatingPasswordEncoder("noop", Map.of("noop", plain));
			passwords.setDefaultPasswordEncoderForMatches(plain);
			return passwords;
		}

	}

}
