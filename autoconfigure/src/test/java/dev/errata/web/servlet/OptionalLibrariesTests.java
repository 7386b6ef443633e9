package dev.errata.web.servlet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

import dev.errata.web.ErrorFunnel;
import io.micrometer.context.ContextRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.util.ClassUtils;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The conditions of auto-configurations see that an optional library is not there. Its
 * classes can be loaded all the same, so {@code OptionalStacksTests} starts services
 * without its jars.
 */
class OptionalLibrariesTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withPropertyValues("errata.clients.bank.url=https://bank.example")
		.withConfiguration(AutoConfigurations.of(all()));

	private static Class<?>[] all() {
		List<Class<?>> all = new ArrayList<>(
				List.of(JacksonAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
						WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class));
		StreamSupport.stream(ImportCandidates.load(AutoConfiguration.class, null).spliterator(), false)
			.filter((name) -> name.startsWith("dev.errata."))
			.forEach((name) -> all.add(ClassUtils.resolveClassName(name, null)));
		return all.toArray(Class<?>[]::new);
	}

	@BeforeAll
	static void loadThreadLocalAccessors() {
		// they are looked for once a process, and not all of them could be filtered out
		ContextRegistry.getInstance();
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.security", "org.apache.catalina org.apache.tomcat",
			"org.eclipse.jetty", "org.springframework.dao org.springframework.transaction org.springframework.jdbc",
			"org.springframework.web.reactive reactor", "io.github.resilience4j", "io.micrometer.observation",
			"jakarta.validation org.hibernate.validator", "org.springframework.data", "io.micrometer",
			"org.springframework.boot.restclient", "org.springframework.boot.actuate",
			"org.springframework.boot.health", "org.springdoc io.swagger" })
	void contextStartsWithout(String packages) {
		this.runner.withClassLoader(new FilteredClassLoader(packages.split(" ")))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ErrorFunnel.class)
				.hasSingleBean(ErrorResponder.class)
				.hasSingleBean(ContractErrorController.class));
	}

	@ParameterizedTest
	@ValueSource(
			classes = { TomcatServletWebServerAutoConfiguration.class, JettyServletWebServerAutoConfiguration.class })
	void servletsAreServedWithoutSpringMvc(Class<?> server) {
		new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withPropertyValues("server.port=0")
			.withConfiguration(AutoConfigurations.of(all()))
			.withConfiguration(AutoConfigurations.of(server))
			.withBean(HttpServlet.class, Greeting::new)
			.withClassLoader(new FilteredClassLoader("org.springframework.web.servlet"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(ErrorResponder.class);
				int port = context.getSourceApplicationContext(ServletWebServerApplicationContext.class)
					.getWebServer()
					.getPort();
				assertThat(RestClient.create("http://localhost:" + port).get().retrieve().body(String.class))
					.isEqualTo("Hello");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "errataSecurityTranslator org.springframework.security",
			"errataIssuerTranslator org.springframework.security.oauth2",
			"errataInvalidParameterTranslator org.apache.catalina", "errataBadMessageTranslator org.eclipse.jetty",
			"errataDataAccessTranslator org.springframework.dao", "errataPersistenceTranslator org.springframework.dao",
			"errataSqlTranslator org.springframework.jdbc", "errataSortTranslator org.springframework.data",
			"errataRemoteWebClientTranslator org.springframework.web.reactive",
			"errataWebClientTranslator org.springframework.web.reactive",
			"errataObservedErrors io.micrometer.observation", "errataObservedRemoteErrors io.micrometer.observation",
			"errataRestClientCustomizer org.springframework.boot.restclient",
			"errataRemoteApiFilter org.springframework.web.reactive", "errataDescribedErrors org.springdoc" })
	void beanStandsOrFallsWithItsLibrary(String beanAndLibrary) {
		String bean = beanAndLibrary.split(" ")[0];
		this.runner.run((context) -> assertThat(context).hasBean(bean));
		this.runner.withClassLoader(new FilteredClassLoader(beanAndLibrary.split(" ")[1]))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(bean));
	}

	private static final class Greeting extends HttpServlet {

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
			response.getWriter().write("Hello");
		}

	}

}
