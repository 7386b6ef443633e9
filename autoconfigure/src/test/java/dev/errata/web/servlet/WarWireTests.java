package dev.errata.web.servlet;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.Failures;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.SpringServletContainerInitializer;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service deployed as a WAR in a container that is not Spring Boot's, below a context
 * path.
 */
class WarWireTests {

	private static final Map<Container, Integer> ports = new EnumMap<>(Container.class);

	@TempDir
	private static Path directory;

	private static Tomcat tomcat;

	private static Server jetty;

	@BeforeAll
	static void start() throws Exception {
		tomcat = new Tomcat();
		tomcat.setBaseDir(directory.toString());
		tomcat.setPort(0);
		Context context = tomcat.addContext("/shop", new File(directory.toString()).getAbsolutePath());
		context.addServletContainerInitializer(new SpringServletContainerInitializer(), Set.of(War.class));
		tomcat.getConnector();
		tomcat.start();
		ports.put(Container.TOMCAT, tomcat.getConnector().getLocalPort());
		jetty = new Server(0);
		jetty.getConnectors()[0].getConnectionFactory(HttpConnectionFactory.class)
			.getHttpConfiguration()
			.setSendServerVersion(false);
		ServletContextHandler handler = new ServletContextHandler("/shop");
		handler.addServletContainerInitializer(new SpringServletContainerInitializer(), War.class);
		jetty.setHandler(handler);
		jetty.start();
		ports.put(Container.JETTY, ((ServerConnector) jetty.getConnectors()[0]).getLocalPort());
	}

	@AfterAll
	static void stop() throws Exception {
		tomcat.stop();
		tomcat.destroy();
		jetty.stop();
		ports.clear();
	}

	@TestFactory
	Stream<DynamicTest> answers() {
		return Stream
			.of(row("code", get("/shop/code")).is(409, "order_shipped"),
					row("unexpected", get("/shop/fail")).is(500, "internal_error"),
					row("nowhere", get("/shop/nowhere")).is(404, "not_found"),
					row("wrong method", json("/shop/fine", "{}")).is(405, "method_not_allowed"),
					row("sent", get("/shop/send")).is(410, "gone"),
					row("sent while in use", get("/shop/open")).is(410, "gone"),
					row("filter", get("/shop/fine?filter=fail")).is(500, "internal_error"),
					row("filter with a code", get("/shop/fine?filter=code")).is(409, "order_shipped"),
					row("filter that sends", get("/shop/fine?filter=send")).is(410, "gone"),
					row("error page", get("/shop/error")).is(404, "not_found"),
					row("browser", get("/shop/fine?filter=send").header("Accept: text/html")).is(410, "gone"))
			.flatMap((row) -> inBoth(row.toString(), row.isLoggedAlone()::verify));
	}

	@TestFactory
	Stream<DynamicTest> viewsAreForBrowsers() {
		return Stream
			.of("/shop/nowhere", "/shop/fine?filter=send-404", "/shop/fine?filter=status-404", "/shop/send-and-throw")
			.flatMap((target) -> inBoth(target, (port) -> {
				try (Failures failures = Failures.logged()) {
					Answer answer = get(target).header("Accept: text/html").on(port);
					assertThat(answer.body()).isEqualTo("their view of not_found");
					assertThat(answer.status()).isEqualTo(404);
					assertThat(failures.lines()).hasSize(1);
				}
			}));
	}

	@TestFactory
	Stream<DynamicTest> whatIsThrownAfterwardsIsTooLate() {
		return Stream.of("/shop/send-and-throw", "/shop/open-and-throw").flatMap((target) -> inBoth(target, (port) -> {
			Answer answer = get(target).on(port);
			assertThat(answer.status()).isEqualTo(target.contains("open") ? 410 : 404);
			assertThat(answer.body()).contains(target.contains("open") ? "gone" : "not_found");
			assertThat(answer.whole()).isTrue();
		}));
	}

	@TestFactory
	Stream<DynamicTest> answerThatHasBegunIsCutOff() {
		return inBoth("cut", (port) -> {
			List<String> complaints = Failures.loggersThatComplain(() -> {
				Answer answer = get("/shop/cut").persistent().on(port);
				assertThat(answer.status()).isEqualTo(200);
				assertThat(answer.body()).isEqualTo("begun");
				assertThat(answer.whole()).isFalse();
			});
			assertThat(complaints).containsExactly("errata.failure.internal_error");
		});
	}

	@TestFactory
	Stream<DynamicTest> headHasNoBody() {
		return inBoth("head", (port) -> {
			Answer answer = of("HEAD", "/shop/send").on(port);
			assertThat(answer.status()).isEqualTo(410);
			assertThat(answer.body()).isEmpty();
			assertThat(answer.header("Content-Length")).isEqualTo("34");
		});
	}

	private static Stream<DynamicTest> inBoth(String name, java.util.function.IntConsumer test) {
		return Container.OF_SERVLETS.stream()
			.map((container) -> DynamicTest.dynamicTest(container + ", " + name, () -> {
				int port = ports.get(container);
				test.accept(port);
				assertThat(get("/shop/fine").on(port).body()).isEqualTo("fine");
			}));
	}

	public static class War extends SpringBootServletInitializer {

		@Override
		protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
			return builder.sources(Application.class)
				.properties(WireTests.SHORT_ENVELOPE, "errata.codes.order_shipped=409");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ShopController.class)
	static class Application {

		@Bean
		FilterRegistrationBean<Filter> failingFilter() {
			return new FilterRegistrationBean<>((request, response, chain) -> {
				switch (String.valueOf(request.getParameter("filter"))) {
					case "fail" -> throw new IllegalStateException(WireTests.SECRET);
					case "code" -> throw new ErrorCodeException("order_shipped");
					case "status-404" -> throw new ErrorCodeException("not_found");
					case "send" -> ((HttpServletResponse) response).sendError(410);
					case "send-404" -> ((HttpServletResponse) response).sendError(404);
					default -> chain.doFilter(request, response);
				}
			});
		}

		@Bean
		ErrorViewResolver notFoundView() {
			return (request, status,
					model) -> (status == HttpStatus.NOT_FOUND) ? new ModelAndView((View) (map, viewRequest,
							viewResponse) -> viewResponse.getWriter().write("their view of " + map.get("code")), model)
							: null;
		}

	}

	@RestController
	static class ShopController {

		@GetMapping("/fine")
		String fine() {
			return "fine";
		}

		@GetMapping("/code")
		void code() {
			throw new ErrorCodeException("order_shipped");
		}

		@GetMapping("/fail")
		void fail() {
			throw new IllegalStateException(WireTests.SECRET);
		}

		@GetMapping("/send")
		void send(HttpServletResponse response) throws IOException {
			response.sendError(410);
		}

		@GetMapping("/open")
		void open(HttpServletResponse response) throws IOException {
			response.getWriter().write("half");
			response.sendError(410);
		}

		@GetMapping("/send-and-throw")
		void sendAndThrow(HttpServletResponse response) throws IOException {
			response.sendError(404);
			throw new IllegalStateException(WireTests.SECRET);
		}

		@GetMapping("/open-and-throw")
		void openAndThrow(HttpServletResponse response) throws IOException {
			response.getWriter().write("half");
			response.sendError(410);
			throw new IllegalStateException(WireTests.SECRET);
		}

		@GetMapping("/cut")
		void cut(HttpServletResponse response) throws IOException {
			response.getWriter().write("begun");
			response.flushBuffer();
			throw new IllegalStateException(WireTests.SECRET);
		}

	}

}
