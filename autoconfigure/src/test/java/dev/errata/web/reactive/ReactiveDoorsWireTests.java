package dev.errata.web.reactive;

import java.time.Duration;
import java.util.List;

import dev.errata.wire.Answer;
import dev.errata.wire.ContainerTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for the places where failures of a reactive application are seen.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(value = Container.class, names = { "NETTY", "REACTIVE_TOMCAT", "REACTIVE_JETTY" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReactiveDoorsWireTests extends ContainerTests {

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), "errata.codes.broken.message=It is broken.",
				"errata.codes.broken.status=409");
	}

	private Answer get(String path) {
		return answer(Exchange.get(path));
	}

	@Test
	void successPasses() {
		assertThat(get("/fine").body()).isEqualTo("fine");
		assertThat(get("/fine").header("X-Request-Id")).isEqualTo(Exchange.ID);
	}

	@Test
	void exceptionOfAHandlerIsAnswered() {
		assertThat(get("/throws").body()).contains("internal_error").contains(Exchange.ID);
		assertThat(get("/signals").body()).contains("internal_error");
		assertThat(get("/functional").body()).contains("internal_error");
	}

	@Test
	void unknownPathIsAnswered() {
		assertThat(get("/unknown").status()).isEqualTo(404);
		assertThat(get("/unknown").body()).contains("not_found");
	}

	@Test
	void refusalOfAFilterIsAnswered() {
		assertThat(get("/refused").status()).isEqualTo(403);
		assertThat(get("/refused").body()).contains("forbidden");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/completes", "/filter/completes" })
	void failureBeforeACompletionThatIsPreparedIsAnswered(String path) {
		assertThat(get(path + "?fails").status()).isEqualTo(500);
		assertThat(get(path + "?fails").body()).contains("internal_error").contains(Exchange.ID);
		Answer answer = get(path);
		assertThat(answer.status()).isEqualTo(202);
		assertThat(answer.header("Location")).isEqualTo("/elsewhere");
		assertThat(answer.body()).isEmpty();
	}

	@RepeatedTest(200)
	void failuresOnTwoThreadsAreAnsweredOnce() {
		byte[] answer = Exchange.get("/parallel").bytesFrom(port());
		if (container() == Container.REACTIVE_TOMCAT) {
			assumeThat(answer).as("Reactor may interrupt the thread that writes, and Tomcat closes the connection")
				.isNotEmpty();
		}
		assertThat(Answer.parse(answer, false).body()).contains("internal_error").contains(Exchange.ID);
	}

	@Test
	void bareStatusOfAHandlerIsTheAuthors() {
		assertThat(get("/bare").status()).isEqualTo(404);
		assertThat(get("/bare").body()).isEmpty();
	}

	@Test
	void statusThatAHandlerSetsIsTheAuthors() {
		assertThat(get("/status").status()).isEqualTo(404);
		assertThat(get("/status").body()).isEmpty();
	}

	@Test
	void headOfAnAuthorsErrorIsTheAuthors() {
		Answer answer = answer(Exchange.of("HEAD", "/own"));
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.header("Content-Type")).startsWith("text/plain");
		assertThat(answer.header("Cache-Control")).isNull();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@GetMapping("/fine")
		String fine() {
			return "fine";
		}

		@GetMapping("/throws")
		String fails() {
			throw new IllegalStateException("secret");
		}

		@GetMapping("/signals")
		Mono<String> signals() {
			return Mono.error(new IllegalStateException("secret"));
		}

		@GetMapping("/bare")
		ResponseEntity<Void> bare() {
			return ResponseEntity.notFound().build();
		}

		@GetMapping("/status")
		Mono<Void> status(ServerWebExchange exchange) {
			exchange.getResponse().setStatusCode(HttpStatus.NOT_FOUND);
			return Mono.empty();
		}

		@GetMapping("/completes")
		Mono<Void> completes(ServerWebExchange exchange) {
			ServerHttpResponse response = exchange.getResponse();
			response.setStatusCode(HttpStatus.ACCEPTED);
			response.getHeaders().set("Location", "/elsewhere");
			return Mono.delay(Duration.ofMillis(20)).flatMap((tick) -> {
				if (exchange.getRequest().getQueryParams().containsKey("fails")) {
					return Mono.error(new IllegalStateException("secret"));
				}
				return Mono.empty();
			}).then(response.setComplete());
		}

		@Bean
		WebFilter completingFilter() {
			return (exchange, chain) -> exchange.getRequest().getPath().value().equals("/filter/completes")
					? completes(exchange) : chain.filter(exchange);
		}

		@GetMapping(path = "/own", produces = "text/plain")
		ResponseEntity<String> own() {
			return ResponseEntity.status(HttpStatus.CONFLICT).body("own");
		}

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route().GET("/functional", (request) -> {
				throw new IllegalStateException("secret");
			}).build();
		}

		@Bean
		WebFilter refusing() {
			return (exchange, chain) -> {
				if (exchange.getRequest().getPath().value().equals("/refused")) {
					exchange.getResponse().setStatusCode(HttpStatus.FORBIDDEN);
					return exchange.getResponse().setComplete();
				}
				return chain.filter(exchange);
			};
		}

		@Bean
		WebFilter parallel() {
			return (exchange, chain) -> exchange.getRequest().getPath().value().equals("/parallel")
					? Flux.from(FailingPublisher.PARALLEL.failing(HostileThrowable.LINKAGE)).then()
					: chain.filter(exchange);
		}

	}

}
