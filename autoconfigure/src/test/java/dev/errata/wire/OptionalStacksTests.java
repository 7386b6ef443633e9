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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Services in processes of their own: one of Spring WebFlux starts and answers without a
 * servlet class, one of Spring MVC without those of Reactor. Where these are there, it
 * does not load them. With everything on the class path, each optional library may be
 * left out.
 */
class OptionalStacksTests {

	/** What every service has, and what this test needs. */
	private static final String COMMON = "spring-(aop|beans|context|core|expression|web)"
			+ "|spring-boot(-autoconfigure|-jackson|-web-server|)|jackson-annotations|jackson-(core|databind)(?=-3)"
			+ "|micrometer-(commons|observation)|commons-logging|jmustache|jspecify|log.*|jul-to-slf4j|slf4j-api|snakeyaml|assertj-core|byte-buddy|junit-.*|opentest4j";

	private static final String OF_MVC = "|spring-webmvc|spring-boot-(http-converter|servlet|webmvc|tomcat)|tomcat-embed-core"
			+ "|jakarta.(servlet|annotation)-api";

	private static final String OF_WEBFLUX = "|spring-webflux|spring-boot-(http-codec|netty|webflux|reactor.*)|react.*|netty-.*";

	private static final Predicate<String> REACTOR = Pattern.compile("^(reactor|org\\.reactivestreams|io\\.netty)\\.")
		.asPredicate();

	private static final String ANSWERS = """
			/fine 200 fine
			/nowhere 404 {"code":"not_found","request_id":"r-1"}
			/thrown 500 {"code":"internal_error","request_id":"r-1"}
			""";

	/** Everything else that a service may ask for. */
	private static final String EVERYTHING = WireTests.SHORT_ENVELOPE + "\n" + Service.WITH_ENDPOINTS
			+ "\nspring.datasource.url=jdbc:h2:mem:stacks\nspring.security.user.name=ada"
			+ "\nspring.security.user.password=lovelace\nerrata.clients.bank.url=https://bank.example"
			+ "\nerrata.idempotency.enabled=true\nerrata.quota.preset=ratelimit\nerrata.limits.body.all.paths=/**"
			+ "\nerrata.limits.body.all.max=1MB\nspring.main.banner-mode=off";

	private static Started webFluxAlone;

	private static Started mvcAlone;

	private static Started mvc;

	@BeforeAll
	static void start(@TempDir Path directory) throws IOException {
		webFluxAlone = Started.with(Container.NETTY, COMMON + OF_WEBFLUX, directory, WireTests.SHORT_ENVELOPE);
		mvcAlone = Started.with(Container.TOMCAT, COMMON + OF_MVC, directory, WireTests.SHORT_ENVELOPE);
		mvc = Started.with(Container.TOMCAT, ".*", directory, Service.WITHOUT_ERRATA, WireTests.SHORT_ENVELOPE);
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

	/**
	 * The service has everything but one library, and what needs it.
	 */
	@ParameterizedTest
	@Tag("full")
	@CsvSource(delimiter = ';',
			textBlock = """
					TOMCAT NETTY; spring-security-.* spring-boot-security.*
					TOMCAT NETTY; spring-security-oauth2-.* spring-boot-security-oauth2.* nimbus-jose-jwt
					JETTY NETTY;  tomcat-embed-(core|websocket) spring-boot-tomcat
					TOMCAT NETTY; jetty-.* spring-boot-jetty
					TOMCAT NETTY; spring-(tx|jdbc|r2dbc) spring-data-.* spring-boot-(jdbc|transaction|persistence|data-.*) HikariCP
					TOMCAT NETTY; spring-jdbc spring-boot-jdbc HikariCP
					TOMCAT NETTY; spring-r2dbc r2dbc-.*
					TOMCAT NETTY; spring-data-.* spring-boot-data-.*
					TOMCAT NETTY; spring-data-redis spring-boot-data-redis lettuce-core jedis
					TOMCAT NETTY; jakarta.validation-api hibernate-validator spring-boot-validation
					TOMCAT NETTY; micrometer-(core|registry|jakarta|tracing).* spring-boot-micrometer-metrics
					TOMCAT NETTY; spring-boot-(actuator|health|micrometer).*
					TOMCAT NETTY; spring-boot-restclient
					TOMCAT NETTY; springdoc-.* swagger-.*
					TOMCAT NETTY; context-propagation
					TOMCAT NETTY; feign-core
					TOMCAT NETTY; caffeine
					TOMCAT NETTY; resilience4j-.*
					TOMCAT;       spring-webflux spring-boot-webflux
					NETTY;        spring-webmvc spring-boot-(webmvc|servlet|http-converter)
					NETTY;        jakarta.servlet-api tomcat-embed-.* jetty-.* spring-webmvc spring-boot-(webmvc|servlet|tomcat|jetty)
					""")
	void serviceNeedsNoOptionalLibrary(String containers, String libraries, @TempDir Path directory) throws Exception {
		List<Started> services = new ArrayList<>();
		for (String container : containers.split(" ")) {
			services.add(Started.without(Container.valueOf(container), libraries.split(" "), directory, EVERYTHING));
		}
		for (Started service : services) {
			assertThat(service.output()).endsWith(ANSWERS);
		}
	}

	private record Started(Process process, Path log) {

		private static final Pattern LOADED = Pattern.compile(".*\\[class,load *] (\\S+) source: .*");

		static Started with(Container container, String libraries, Path directory, String... services)
				throws IOException {
			return with(container, (entry) -> !entry.endsWith(".jar") || isOf(libraries, entry), directory, services);
		}

		static Started without(Container container, String[] libraries, Path directory, String... services)
				throws IOException {
			assertThat(libraries)
				.allSatisfy((library) -> assertThat(classPath()).as(library).anyMatch((entry) -> isOf(library, entry)));
			return with(container, (entry) -> !isOf(String.join("|", libraries), entry), directory, services);
		}

		private static boolean isOf(String libraries, String entry) {
			return Path.of(entry).getFileName().toString().matches("(" + libraries + ")-\\d.*\\.jar");
		}

		private static Stream<String> classPath() {
			return Stream.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
				.split(File.pathSeparator));
		}

		private static Started with(Container container, Predicate<String> entries, Path directory, String... services)
				throws IOException {
			Path log = Files.createTempFile(directory, "classes", ".log");
			String classPath = classPath().filter(entries).collect(Collectors.joining(File.pathSeparator));
			List<String> command = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
							"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Xlog:class+load:file=" + log,
							"-cp", classPath, OptionalStacksTests.class.getName(), container.name()));
			command.addAll(List.of(services));
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
		for (int i = 1; i < args.length - 1; i++) {
			answer(container, args[i]);
		}
		new Begin();
		answer(container, args[args.length - 1]);
	}

	private static void answer(Container container, String properties) {
		boolean secured = properties.contains("spring.security")
				&& ClassUtils.isPresent("org.springframework.security.core.Authentication", null);
		try (Service service = Service.start(container, secured, List.of(Application.class),
				(properties + "\nlogging.level.errata=off").split("\n"))) {
			// the first may take longer than an exchange waits while others start as well
			Exchange.get("/fine").bytesFrom(service.port());
			for (String target : List.of("/fine", "/nowhere", "/thrown")) {
				Answer answer = service.answer(Exchange.get(target).header("Authorization: Basic YWRhOmxvdmVsYWNl"));
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
