package dev.errata.web.reactive;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.Service;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An exception handler of the application, with the orders that come before Spring Boot's
 * own handler.
 */
class OwnExceptionHandlerWireTests {

	@ParameterizedTest
	@ValueSource(classes = { First.class, Second.class })
	void answersWhatItDoesWithoutErrata(Class<?> handler) {
		List<Class<?>> sources = List.of(Application.class, handler);
		try (Service service = Service.start(Service.Container.NETTY, false, sources);
				Service boot = Service.start(Service.Container.NETTY, false, sources, Service.WITHOUT_ERRATA)) {
			Answer answer = service.answer(get("/own"));
			assertThat(answer.status()).isEqualTo(418).isEqualTo(boot.answer(get("/own")).status());
			assertThat(answer.body()).isEqualTo("own words");
			assertThat(service.answer(get("/other")).body()).contains("\"code\":\"conflict\"");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@GetMapping("/own")
		String own() {
			throw new UnsupportedOperationException();
		}

		@GetMapping("/other")
		String other() {
			throw new ErrorCodeException("conflict");
		}

	}

	@Order(-2)
	static class First implements WebExceptionHandler {

		@Override
		public Mono<Void> handle(ServerWebExchange exchange, Throwable exception) {
			if (!(exception instanceof UnsupportedOperationException)) {
				return Mono.error(exception);
			}
			ServerHttpResponse response = exchange.getResponse();
			response.setStatusCode(HttpStatus.I_AM_A_TEAPOT);
			return response
				.writeWith(Mono.just(response.bufferFactory().wrap("own words".getBytes(StandardCharsets.UTF_8))));
		}

	}

	@Order(-1)
	static class Second extends First {

	}

}
