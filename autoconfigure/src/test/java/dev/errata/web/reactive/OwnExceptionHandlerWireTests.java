package dev.errata.web.reactive;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.webflux.error.DefaultErrorAttributes;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ResponseStatusException;
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
	@ValueSource(classes = { First.class, Second.class, Boots.class, Unordered.class })
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

	@ParameterizedTest
	@ValueSource(classes = { First.class, Second.class, Boots.class, Unordered.class })
	void whatItLeavesIsToldOnce(Class<?> handler) {
		try (Service service = Service.start(Service.Container.NETTY, false, List.of(Application.class, handler))) {
			for (String target : List.of("/other", "/status", "/late")) {
				try (Failures failures = Failures.logged()) {
					assertThat(Failures.loggersThatComplain(() -> service.answer(get(target)))).as(target)
						.allMatch((logger) -> logger.startsWith("errata.failure."));
					assertThat(failures.lines()).as(target).hasSize(1);
				}
			}
			assertThat(service.answer(get("/late")).whole()).isFalse();
		}
	}

	@Test
	void attributesDecideOnTheStatusOfUnknownExceptions() {
		List<Class<?>> sources = List.of(Application.class, OwnAttributes.class);
		try (Service service = Service.start(Service.Container.NETTY, false, sources);
				Service boot = Service.start(Service.Container.NETTY, false, sources, Service.WITHOUT_ERRATA)) {
			for (String target : List.of("/own", "/own?wrapped", "/status")) {
				Answer answer = service.answer(get(target));
				assertThat(answer.status()).as(target).isEqualTo(boot.answer(get(target)).status());
				assertThat(answer.body()).contains("\"code\":");
			}
			assertThat(service.answer(get("/own")).status()).isEqualTo(409);
			assertThat(service.answer(get("/own?wrapped")).status()).isEqualTo(500);
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

		@GetMapping(path = "/own", params = "wrapped")
		String wrapped() {
			throw new IllegalStateException(new UnsupportedOperationException());
		}

		@GetMapping("/status")
		String status() {
			throw new ResponseStatusException(HttpStatus.GONE);
		}

		@GetMapping(path = "/late", produces = "text/plain")
		Flux<String> late() {
			return Flux.just("a").concatWith(Mono.delay(Duration.ofMillis(100)).then(Mono.error(new LateException())));
		}

		@GetMapping("/other")
		String other() {
			throw new ErrorCodeException("conflict");
		}

	}

	static class LateException extends RuntimeException {

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

	@Order(-1)
	static class Boots extends First implements ErrorWebExceptionHandler {

	}

	static class Unordered implements ErrorWebExceptionHandler {

		private final First first = new First();

		@Override
		public Mono<Void> handle(ServerWebExchange exchange, Throwable exception) {
			return this.first.handle(exchange, exception);
		}

	}

	static class OwnAttributes extends DefaultErrorAttributes {

		@Override
		public Map<String, Object> getErrorAttributes(ServerRequest request, ErrorAttributeOptions options) {
			return (getError(request) instanceof UnsupportedOperationException) ? Map.of("status", 409)
					: super.getErrorAttributes(request, options);
		}

	}

}
