package dev.errata.metrics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.AnyFilter;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What metrics and traces tell of the errors of a service on a real port.
 */
class ObservabilityWireTests extends EveryStackTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	@Override
	protected Service start(Container container) {
		Service service = Service.start(container, false,
				List.of(Application.class, container.pick(AnyFilter.OfServlets.class, AnyFilter.OfWebFlux.class)),
				WireTests.SHORT_ENVELOPE, "errata.codes.sold_out.status=409", "errata.codes.sold_out.retryable=true",
				"errata.idempotency.enabled=true", "errata.idempotency.store=memory",
				"errata.limits.body.small.paths=/orders", "errata.limits.body.small.max=1KB",
				"management.endpoints.web.exposure.include=prometheus");
		service.answer(json("/orders", "1").header("Idempotency-Key: k-0"));
		return service;
	}

	private double count(String code, String status, String retryable) {
		return bean(MeterRegistry.class).get("errata.errors")
			.tags("contract", "default", "code", code, "status", status, "retryable", retryable)
			.counter()
			.count();
	}

	private double requests(String outcome) {
		return bean(MeterRegistry.class).get("errata.idempotency.requests").tag("outcome", outcome).counter().count();
	}

	@TestFactory
	Stream<DynamicTest> requestIsMetered() {
		return Stream
			.of(metered("fine", get("/fine"), "", ""),
					metered("thrown", get("/sold-out"), "sold_out 409", "409 CLIENT_ERROR sold_out ErrorCodeException"),
					metered("unexpected", get("/broken"), "internal_error 500",
							"500 SERVER_ERROR internal_error IllegalStateException"),
					metered("nowhere", get("/nowhere"), "not_found 404",
							"404 CLIENT_ERROR not_found NoResourceFoundException"),
					metered("head, nowhere", Exchange.of("HEAD", "/nowhere"), "not_found 404",
							"404 CLIENT_ERROR not_found NoResourceFoundException"),
					metered("wrong method", Exchange.of("DELETE", "/fine"), "method_not_allowed 405",
							"405 CLIENT_ERROR method_not_allowed HttpRequestMethodNotSupportedException")
						.on(Container.NETTY, "the exception of WebFlux",
								"405 CLIENT_ERROR method_not_allowed MethodNotAllowedException"),
					metered("malformed body", json("/named", "{"), "malformed_body 400",
							"400 CLIENT_ERROR malformed_body HttpMessageNotReadableException")
						.on(Container.NETTY, "the exception of WebFlux",
								"400 CLIENT_ERROR malformed_body ServerWebInputException"),
					metered("invalid parameter", get("/fine?number=x"), "parameter_type 400",
							"400 CLIENT_ERROR parameter_type MethodArgumentTypeMismatchException")
						.on(Container.NETTY, "the exception of WebFlux",
								"400 CLIENT_ERROR parameter_type ServerWebInputException"),
					metered("large body", json("/orders", "1".repeat(2_000)), "payload_too_large 413",
							"413 CLIENT_ERROR payload_too_large BodyTooLargeException"),
					metered("key of another request", json("/orders", "3").header("Idempotency-Key: k-0"),
							"idempotency_key_reused 422", "422 CLIENT_ERROR idempotency_key_reused ErrorCodeException"),
					metered("illegal character in the target",
							Exchange
								.raw("GET /fi\"ne HTTP/1.1\nHost: localhost\nX-Request-Id: r-1\nConnection: close\n\n"),
							"malformed_request 400", ""),
					metered("filter ends with a status", get("/filter/status"), "conflict 409",
							"409 CLIENT_ERROR conflict none"),
					metered("filter throws", get("/filter/thrown"), "internal_error 500",
							"500 SERVER_ERROR internal_error IllegalStateException"),
					metered("stream", get("/stream").persistent(), "internal_error 500",
							"200 SUCCESS internal_error IllegalStateException")
						.on(Container.JETTY, "Jetty tells nobody that such a request is over", ""),
					metered("events", get("/events").persistent(), "internal_error 500",
							"200 SUCCESS internal_error IllegalStateException")
						.on(Container.JETTY, "Jetty tells nobody that such a request is over", ""),
					metered("array", get("/array").persistent(), "internal_error 500",
							"500 SERVER_ERROR internal_error IllegalStateException")
						.on(Container.NETTY, "WebFlux sends arrays as they come",
								"200 SUCCESS internal_error IllegalStateException"))
			.map((metered) -> DynamicTest.dynamicTest(metered.name, () -> verify(metered)));
	}

	private void verify(Metered metered) {
		Map<String, Double> errors = errors();
		Map<String, Double> observed = observed();
		answer(metered.exchange);
		assertThat(grown(errors, errors())).isEqualTo(once(metered.error));
		// what is not observed at all would be by the time that others are
		answer(get("/fine"));
		Awaitility.await().untilAsserted(() -> {
			Map<String, Double> grown = grown(observed, observed());
			assertThat(grown.remove("200 SUCCESS none none")).isGreaterThanOrEqualTo(1);
			assertThat(grown).isEqualTo(once(metered.differences.getOrDefault(container(), metered.observed)));
		});
	}

	private static Map<String, Double> once(String series) {
		return series.isEmpty() ? Map.of() : Map.of(series, 1.0);
	}

	private static Metered metered(String name, Exchange exchange, String error, String observed) {
		return new Metered(name, exchange, error, observed, new EnumMap<>(Container.class));
	}

	/** A request, the error that is counted, and the series that it is observed in. */
	private record Metered(String name, Exchange exchange, String error, String observed,
			Map<Container, String> differences) {

		Metered on(Container container, String reason, String observed) {
			this.differences.put(container, observed);
			return this;
		}

	}

	private Map<String, Double> errors() {
		return bean(MeterRegistry.class).find("errata.errors")
			.counters()
			.stream()
			.collect(Collectors.toMap(
					(counter) -> counter.getId().getTag("code") + " " + counter.getId().getTag("status"),
					Counter::count, Double::sum));
	}

	private Map<String, Double> observed() {
		return bean(MeterRegistry.class).find("http.server.requests")
			.timers()
			.stream()
			.collect(Collectors.toMap((timer) -> Stream.of("status", "outcome", "error.code", "exception")
				.map(timer.getId()::getTag)
				.collect(Collectors.joining(" ")), (timer) -> (double) timer.count(), Double::sum));
	}

	private static Map<String, Double> grown(Map<String, Double> before, Map<String, Double> after) {
		Map<String, Double> grown = new TreeMap<>();
		after.forEach((series, value) -> {
			double growth = value - before.getOrDefault(series, 0.0);
			if (growth != 0) {
				grown.put(series, growth);
			}
		});
		return grown;
	}

	@Test
	void burstAddsUp() {
		double soldOut = count("sold_out", "409", "true");
		double notFound = count("not_found", "404", "unknown");
		double malformed = count("malformed_request", "400", "unknown");
		for (int i = 0; i < 5; i++) {
			assertThat(answer(get("/sold-out")).status()).isEqualTo(409);
			assertThat(answer(get("/nowhere/" + i)).status()).isEqualTo(404);
			assertThat(answer(get("/%zz" + i)).status()).isEqualTo(400);
			assertThat(answer(get("/fine")).status()).isEqualTo(200);
		}
		assertThat(count("sold_out", "409", "true") - soldOut).isEqualTo(5);
		assertThat(count("not_found", "404", "unknown") - notFound).isEqualTo(5);
		assertThat(count("malformed_request", "400", "unknown") - malformed).isEqualTo(5);
	}

	@Test
	void keysAddUp() {
		MeterRegistry registry = bean(MeterRegistry.class);
		double admitted = requests("admitted");
		double replayed = requests("replayed");
		double reused = requests("key_reused");
		double invalid = requests("key_invalid");
		long claims = registry.get("errata.idempotency.claim").timer().count();
		long completions = registry.get("errata.idempotency.settle").timer().count();
		answer(json("/orders", "1").header("Idempotency-Key: k-1"));
		answer(json("/orders", "1").header("Idempotency-Key: k-1"));
		answer(json("/orders", "1").header("Idempotency-Key: k-1"));
		answer(json("/orders", "2").header("Idempotency-Key: k-1"));
		answer(json("/orders", "2").header("Idempotency-Key: a b"));
		answer(json("/orders", "2"));
		assertThat(requests("admitted") - admitted).isEqualTo(1);
		assertThat(requests("replayed") - replayed).isEqualTo(2);
		assertThat(requests("key_reused") - reused).isEqualTo(1);
		assertThat(requests("key_invalid") - invalid).isEqualTo(1);
		assertThat(registry.get("errata.idempotency.claim").timer().count() - claims).isEqualTo(4);
		assertThat(registry.get("errata.idempotency.settle").timer().count() - completions).isEqualTo(1);
		assertThat(registry.get("errata.idempotency.in.flight").gauge().value()).isZero();
		assertThat(registry.get("errata.idempotency.fenced").counter().count()).isZero();
	}

	@Test
	void whatACallerSendsMakesNoSeries() {
		answer(get("/nowhere"));
		int before = bean(MeterRegistry.class).find("errata.errors").counters().size();
		for (int i = 0; i < 20; i++) {
			answer(get("/nowhere/" + i).requestId("id-" + i).header("X-Error-Code: c" + i));
			answer(Exchange.of("M" + i, "/fine"));
		}
		assertThat(bean(MeterRegistry.class).find("errata.errors").counters()).hasSize(before);
	}

	@Test
	void codeIsOnTheSpan() {
		answer(get("/sold-out?span"));
		answer(get("/fine"));
		Awaitility.await()
			.untilAsserted(() -> assertThat(bean(SimpleTracer.class).getSpans()).extracting(SimpleSpan::getTags)
				.anySatisfy((tags) -> assertThat(tags).containsEntry("error.code", "sold_out")
					.containsEntry("status", "409"))
				.anySatisfy((tags) -> assertThat(tags).containsEntry("error.code", "none")));
	}

	@Test
	void exemplarsLeadToTheTrace() {
		answer(get("/sold-out"));
		Answer scraped = answer(
				get("/actuator/prometheus").header("Accept: application/openmetrics-text;version=1.0.0"));
		assertThat(scraped.status()).isEqualTo(200);
		assertThat(scraped.body().lines())
			.filteredOn((line) -> line.startsWith("errata_errors_total{code=\"sold_out\""))
			.singleElement()
			.asString()
			.contains("# {span_id=\"b7ad6b7169203331\",trace_id=\"" + TRACE + "\"}");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ShopController.class)
	static class Application {

		@Bean
		AnyFilter filter() {
			return (request) -> switch (request.path()) {
				case "/filter/status" -> 409;
				case "/filter/thrown" -> throw new IllegalStateException("the filter is clogged");
				default -> AnyFilter.PASS;
			};
		}

		@Bean
		SimpleTracer tracer() {
			return new SimpleTracer();
		}

		@Bean
		ObservationHandler<?> tracing(SimpleTracer tracer) {
			return new DefaultTracingObservationHandler(tracer);
		}

		@Bean
		SpanContext spanContext() {
			return new SpanContext() {

				@Override
				public String getCurrentTraceId() {
					return TRACE;
				}

				@Override
				public String getCurrentSpanId() {
					return "b7ad6b7169203331";
				}

				@Override
				public boolean isCurrentSpanSampled() {
					return true;
				}

				@Override
				public void markCurrentSpanAsExemplar() {
				}

			};
		}

	}

	@RestController
	static class ShopController {

		@GetMapping("/fine")
		String fine(@RequestParam(defaultValue = "1") int number) {
			return "fine";
		}

		@GetMapping("/broken")
		String broken() {
			throw new IllegalStateException("out of paper");
		}

		@PostMapping("/named")
		Named named(@RequestBody Named named) {
			return named;
		}

		@GetMapping(path = "/stream", produces = MediaType.APPLICATION_NDJSON_VALUE)
		Flux<Named> stream() {
			return Flux.just(new Named("begun")).concatWith(failure("out of paper"));
		}

		@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> events() {
			return Flux.just("begun").concatWith(failure("out of news"));
		}

		@GetMapping("/array")
		Flux<Named> array() {
			return Flux.just(new Named("begun")).concatWith(failure("out of paper"));
		}

		/**
		 * Fail once what comes before has been written: Spring loses the buffer of an
		 * element that is on its way.
		 */
		private static <T> Mono<T> failure(String message) {
			return Mono.delay(Duration.ofMillis(100)).then(Mono.error(() -> new IllegalStateException(message)));
		}

		@GetMapping("/sold-out")
		String soldOut() {
			throw new ErrorCodeException("sold_out");
		}

		@PostMapping("/orders")
		String order() {
			return "ordered";
		}

	}

	record Named(String name) {
	}

}
