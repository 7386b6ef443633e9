package dev.errata.web.reactive;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import dev.errata.wire.Answer;
import dev.errata.wire.Service;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the observation of a reactive request tells of answers beside those of
 * the exception handling.
 */
class ReactiveObservationWireTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private Service service;

	@BeforeEach
	void start() {
		this.service = Service.start(Service.Container.NETTY, false, List.of(Application.class),
				"errata.envelope.body={\"code\":\"{code}\",\"trace\":\"{trace-id}\"}");
	}

	@AfterEach
	void stop() {
		this.service.close();
	}

	@ParameterizedTest
	@CsvSource({ "/refused, forbidden, 403 CLIENT_ERROR forbidden none",
			"/thrown, internal_error, 500 SERVER_ERROR internal_error IllegalStateException",
			"/status, conflict, 409 CLIENT_ERROR conflict none" })
	void filter(String target, String code, String series) {
		Answer answer = this.service.answer(get(target));
		assertThat(answer.body()).startsWith("{\"code\":\"" + code + "\"");
		if (!target.equals("/status")) {
			assertThat(answer.body()).endsWith(",\"trace\":\"" + TRACE + "\"}");
		}
		assertThat(observed(this.service)).isEqualTo(series);
	}

	@ParameterizedTest
	@CsvSource({ "/stream, IllegalStateException", "/events, IllegalStateException" })
	void answerThatIsCutOff(String target, String exception) {
		Answer answer = this.service.answer(get(target).persistent());
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.whole()).isFalse();
		assertThat(observed(this.service)).isEqualTo("200 SUCCESS internal_error " + exception);
	}

	private static String observed(Service service) {
		return Awaitility.await().until(() -> series(service), (series) -> !series.isEmpty());
	}

	private static String series(Service service) {
		return service.bean(MeterRegistry.class)
			.find("http.server.requests")
			.timers()
			.stream()
			.map(Meter::getId)
			.map((id) -> id.getTag("status") + " " + id.getTag("outcome") + " " + id.getTag("error.code") + " "
					+ id.getTag("exception"))
			.collect(Collectors.joining(", "));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		WebFilter filter() {
			return (exchange, chain) -> switch (exchange.getRequest().getPath().value()) {
				case "/refused" -> {
					exchange.getResponse().setStatusCode(HttpStatus.FORBIDDEN);
					yield exchange.getResponse().setComplete();
				}
				case "/status" -> {
					exchange.getResponse().setStatusCode(HttpStatus.CONFLICT);
					yield Mono.empty();
				}
				case "/thrown" -> throw new IllegalStateException("the filter is clogged");
				default -> chain.filter(exchange);
			};
		}

		@Bean
		ObservationHandler<ServerRequestObservationContext> tracing() {
			return new ObservationHandler<>() {

				@Override
				public void onScopeOpened(ServerRequestObservationContext context) {
					MDC.put("traceId", TRACE);
				}

				@Override
				public void onScopeClosed(ServerRequestObservationContext context) {
					MDC.remove("traceId");
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return context instanceof ServerRequestObservationContext;
				}

			};
		}

		@GetMapping(path = "/stream", produces = MediaType.APPLICATION_NDJSON_VALUE)
		Flux<List<String>> stream() {
			return Flux.just(List.of("begun")).concatWith(failure("out of paper"));
		}

		@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> events() {
			return Flux.just("begun").concatWith(failure("out of news"));
		}

		/**
		 * Fail once what comes before has been written: Spring loses the buffer of an
		 * element that is on its way.
		 */
		private static <T> Mono<T> failure(String message) {
			return Mono.delay(Duration.ofMillis(100)).then(Mono.error(() -> new IllegalStateException(message)));
		}

	}

}
