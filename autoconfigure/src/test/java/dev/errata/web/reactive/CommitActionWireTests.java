package dev.errata.web.reactive;

import java.util.List;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Actions before a response is committed that fail, such as saving a session. On Tomcat
 * and Jetty, Spring does not write a second body.
 */
class CommitActionWireTests {

	@Test
	void failureIsAnsweredAndLoggedOnce() {
		try (Service service = Service.start(Container.NETTY, false, List.of(Application.class), WireTests.ENVELOPE,
				"errata.codes.order_shipped.status=409", "errata.codes.store_down.status=503")) {
			assertFailed("/text", service, "store_down");
			assertFailed("/nothing", service, "store_down");
			assertFailed("/shipped", service, "order_shipped", "store_down");
			assertFailed("/refused", service, "unauthorized", "store_down");
		}
	}

	private static void assertFailed(String target, Service service, String... codes) {
		try (Failures failures = Failures.logged()) {
			List<String> complaints = Failures.loggersThatComplain(() -> {
				Answer answer = service.answer(get(target));
				assertThat(answer.body()).as(target).startsWith("{\"code\":\"store_down\",\"status\":503");
				assertThat(answer.status()).isEqualTo(503);
			});
			assertThat(complaints).as(target).containsExactly("errata.failure.store_down");
			assertThat(failures.lines()).as(target)
				.map(ILoggingEvent::getLoggerName)
				.map((name) -> name.substring("errata.failure.".length()))
				.containsExactly(codes);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@Bean
		WebFilter failingAction() {
			return (exchange, chain) -> {
				exchange.getResponse().beforeCommit(() -> Mono.error(new ErrorCodeException("store_down")));
				if (!exchange.getRequest().getPath().value().equals("/refused")) {
					return chain.filter(exchange);
				}
				exchange.getResponse().setStatusCode(HttpStatus.UNAUTHORIZED);
				return exchange.getResponse().setComplete();
			};
		}

		@GetMapping("/text")
		String text() {
			return "text";
		}

		@GetMapping("/nothing")
		void nothing() {
		}

		@GetMapping("/shipped")
		String shipped() {
			throw new ErrorCodeException("order_shipped");
		}

	}

}
