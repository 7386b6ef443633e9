package dev.errata.web.servlet;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.ContainerTests;
import dev.errata.wire.Failures;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.security.web.util.OnCommittedResponseWrapper;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.RedirectView;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A store of sessions that fails while an answer leaves: when it begins to, and again
 * when the filter of the sessions is through.
 */
@InEachContainer
class SessionStoreWireTests extends ContainerTests {

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), "errata.codes.order_shipped.status=409");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/text", "/items", "/nothing", "/page", "/redirect", "/session", "/session?finally", "/send" })
	void failureIsOneLineAndOneCount(String target) {
		double before = counted();
		try (Failures failures = Failures.logged()) {
			List<String> complaints = Failures.loggersThatComplain(() -> assertFailed(target));
			assertThat(complaints).containsExactly("errata.failure.internal_error");
			assertThat(failures.lines()).hasSize(1);
			assertThat(counted()).isEqualTo(before + 1);
		}
	}

	@Test
	void failureOfTheHandlerIsAnother() {
		try (Failures failures = Failures.logged()) {
			assertFailed("/shipped");
			assertThat(failures.lines()).map(ILoggingEvent::getLoggerName)
				.containsExactly("errata.failure.order_shipped", "errata.failure.internal_error");
		}
		try (Failures failures = Failures.logged()) {
			assertFailed("/broken");
			assertThat(failures.lines()).map((line) -> line.getThrowableProxy().getMessage())
				.containsExactly("out of order", "the store of sessions is down");
		}
	}

	private void assertFailed(String target) {
		Answer answer = answer(get(target));
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.body()).contains("\"code\":\"internal_error\"");
		assertThat(answer.whole()).isTrue();
	}

	private double counted() {
		return bean(MeterRegistry.class).find("errata.errors").counters().stream().mapToDouble(Counter::count).sum();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ShopController.class)
	static class Application {

		@Bean
		FilterRegistrationBean<Filter> sessions() {
			FilterRegistrationBean<Filter> sessions = new FilterRegistrationBean<>((request, response, chain) -> {
				boolean atLast = request.getParameter("finally") != null;
				try {
					chain.doFilter(request, new OnCommittedResponseWrapper((HttpServletResponse) response) {

						@Override
						protected void onResponseCommitted() {
							if (!atLast) {
								save();
							}
						}

					});
				}
				finally {
					save();
				}
			});
			sessions.setOrder(Ordered.HIGHEST_PRECEDENCE + 50);
			return sessions;
		}

		private static void save() {
			throw new IllegalStateException("the store of sessions is down");
		}

	}

	@RestController
	static class ShopController {

		@GetMapping("/text")
		String text() {
			return "text";
		}

		@GetMapping("/items")
		List<String> items() {
			return IntStream.range(0, 10_000).mapToObj((number) -> "item").toList();
		}

		@GetMapping("/nothing")
		void nothing() {
		}

		@GetMapping("/session")
		String session() {
			Application.save();
			return "";
		}

		@GetMapping("/page")
		View page() {
			return (model, request, response) -> {
				response.getWriter().write("page");
				response.flushBuffer();
			};
		}

		@GetMapping("/redirect")
		View redirect() {
			return new RedirectView("/text");
		}

		@GetMapping("/shipped")
		void shipped() {
			throw new ErrorCodeException("order_shipped");
		}

		@GetMapping("/send")
		void send(HttpServletResponse response) throws IOException {
			response.sendError(404);
		}

		@GetMapping("/broken")
		void broken() {
			throw new IllegalArgumentException("out of order");
		}

	}

}
