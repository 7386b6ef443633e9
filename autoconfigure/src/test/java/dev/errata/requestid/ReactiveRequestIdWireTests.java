package dev.errata.requestid;

import java.util.List;
import java.util.stream.Collectors;

import dev.errata.wire.Answer;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for who knows the id of a reactive request, with and without propagation of the
 * context to threads.
 */
class ReactiveRequestIdWireTests {

	@ParameterizedTest
	@ValueSource(strings = { "/handler", "/map", "/thread", "/filter" })
	void propagated(String path) {
		try (Service service = start("spring.reactor.context-propagation=auto");
				Failures lines = Failures.logged("shop")) {
			assertThat(service.answer(get(path).requestId("r-7")).body()).isEqualTo("r-7");
			assertThat(lines.lines()).singleElement()
				.satisfies((line) -> assertThat(line.getMDCPropertyMap()).containsEntry("requestId", "r-7"));
		}
		finally {
			Hooks.disableAutomaticContextPropagation();
		}
	}

	@Test
	void afterTheRequestThreadsHaveNone() {
		try (Service service = start("spring.reactor.context-propagation=auto")) {
			for (int i = 0; i < 20; i++) {
				Answer answer = service.answer(get("/thread").requestId("r-" + i));
				assertThat(answer.body()).isEqualTo("r-" + i);
			}
			assertThat(Flux.range(0, 20)
				.flatMap((i) -> Mono.fromCallable(() -> String.valueOf(MDC.get("requestId")))
					.subscribeOn(Schedulers.boundedElastic()))
				.collect(Collectors.toSet())
				.block()).containsOnly("null");
		}
		finally {
			Hooks.disableAutomaticContextPropagation();
		}
	}

	@Test
	void notPropagatedItIsInTheContextOfReactor() {
		try (Service service = start()) {
			assertThat(service.answer(get("/context").requestId("r-7")).body()).isEqualTo("r-7");
			assertThat(service.answer(get("/thread").requestId("r-7")).body()).isEqualTo("null");
		}
	}

	@Test
	void lineOfAFailureHasItAnyhow() {
		try (Service service = start(); Failures failures = Failures.logged()) {
			service.answer(get("/fails").requestId("r-7"));
			assertThat(failures.lines()).singleElement()
				.satisfies((line) -> assertThat(line.getMDCPropertyMap()).containsEntry("requestId", "r-7"));
		}
	}

	private static Service start(String... properties) {
		return Service.start(Service.Container.NETTY, false, List.of(Application.class), properties);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		private static String log() {
			LoggerFactory.getLogger("shop").info("asked for the id");
			return String.valueOf(MDC.get("requestId"));
		}

		@GetMapping("/handler")
		String handler() {
			return log();
		}

		@GetMapping("/map")
		Mono<String> map() {
			return Mono.just(1).map((one) -> log());
		}

		@GetMapping("/thread")
		Mono<String> thread() {
			return Mono.just(1).publishOn(Schedulers.boundedElastic()).map((one) -> log());
		}

		@GetMapping("/context")
		Mono<String> context() {
			return Mono.deferContextual((context) -> Mono.just(context.get(RequestIdAccessor.KEY)));
		}

		@GetMapping("/fails")
		Mono<String> fails() {
			return Mono.just(1).publishOn(Schedulers.boundedElastic()).map((one) -> {
				throw new IllegalStateException("out of paper");
			});
		}

		@Bean
		WebFilter filter() {
			return (exchange,
					chain) -> exchange.getRequest().getPath().value().equals("/filter")
							? exchange.getResponse()
								.writeWith(Mono
									.fromSupplier(() -> exchange.getResponse().bufferFactory().wrap(log().getBytes())))
							: chain.filter(exchange);
		}

	}

}
