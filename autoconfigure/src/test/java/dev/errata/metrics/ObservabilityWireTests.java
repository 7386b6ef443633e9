package dev.errata.metrics;

import java.util.List;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What metrics and traces tell of the errors of a service on a real port.
 */
class ObservabilityWireTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static Service service;

	@BeforeAll
	static void start() {
		service = Service.start(Service.Container.TOMCAT, false, List.of(Application.class),
				"errata.codes.sold_out.status=409", "errata.codes.sold_out.retryable=true",
				"errata.idempotency.enabled=true", "errata.idempotency.store=memory",
				"management.endpoints.web.exposure.include=prometheus");
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	private static double count(String code, String status, String retryable) {
		return service.bean(MeterRegistry.class)
			.get("errata.errors")
			.tags("contract", "default", "code", code, "status", status, "retryable", retryable)
			.counter()
			.count();
	}

	private static double requests(String outcome) {
		return service.bean(MeterRegistry.class)
			.get("errata.idempotency.requests")
			.tag("outcome", outcome)
			.counter()
			.count();
	}

	@Test
	void burstAddsUp() {
		double soldOut = count("sold_out", "409", "true");
		double notFound = count("not_found", "404", "unknown");
		double malformed = count("malformed_request", "400", "unknown");
		for (int i = 0; i < 5; i++) {
			assertThat(service.answer(Exchange.get("/sold-out")).status()).isEqualTo(409);
			assertThat(service.answer(Exchange.get("/nowhere/" + i)).status()).isEqualTo(404);
			assertThat(service.answer(Exchange.get("/%zz" + i)).status()).isEqualTo(400);
			assertThat(service.answer(Exchange.get("/fine")).status()).isEqualTo(200);
		}
		assertThat(count("sold_out", "409", "true") - soldOut).isEqualTo(5);
		assertThat(count("not_found", "404", "unknown") - notFound).isEqualTo(5);
		assertThat(count("malformed_request", "400", "unknown") - malformed).isEqualTo(5);
	}

	@Test
	void keysAddUp() {
		MeterRegistry registry = service.bean(MeterRegistry.class);
		double admitted = requests("admitted");
		double replayed = requests("replayed");
		double reused = requests("key_reused");
		double invalid = requests("key_invalid");
		long claims = registry.get("errata.idempotency.claim").timer().count();
		long completions = registry.get("errata.idempotency.settle").timer().count();
		service.answer(Exchange.json("/orders", "1").header("Idempotency-Key: k-1"));
		service.answer(Exchange.json("/orders", "1").header("Idempotency-Key: k-1"));
		service.answer(Exchange.json("/orders", "1").header("Idempotency-Key: k-1"));
		service.answer(Exchange.json("/orders", "2").header("Idempotency-Key: k-1"));
		service.answer(Exchange.json("/orders", "2").header("Idempotency-Key: a b"));
		service.answer(Exchange.json("/orders", "2"));
		assertThat(requests("admitted") - admitted).isEqualTo(1);
		assertThat(requests("replayed") - replayed).isEqualTo(2);
		assertThat(requests("key_reused") - reused).isEqualTo(1);
		assertThat(requests("key_invalid") - invalid).isEqualTo(1);
		assertThat(registry.get("errata.idempotency.claim").timer().count() - claims).isEqualTo(4);
		assertThat(registry.get("errata.idempotency.settle").timer().count() - completions).isEqualTo(1);
		assertThat(registry.get("errata.idempotency.in.flight").gauge().value()).isZero();
	}

	@Test
	void whatACallerSendsMakesNoSeries() {
		service.answer(Exchange.get("/nowhere"));
		int before = service.bean(MeterRegistry.class).find("errata.errors").counters().size();
		for (int i = 0; i < 20; i++) {
			service.answer(Exchange.get("/nowhere/" + i).requestId("id-" + i).header("X-Error-Code: c" + i));
			service.answer(Exchange.of("M" + i, "/fine"));
		}
		assertThat(service.bean(MeterRegistry.class).find("errata.errors").counters()).hasSize(before);
	}

	@Test
	void codeIsOnTheSpan() {
		service.answer(Exchange.get("/sold-out?span"));
		assertThat(service.bean(SimpleTracer.class).getSpans()).extracting(SimpleSpan::getTags)
			.anySatisfy(
					(tags) -> assertThat(tags).containsEntry("error.code", "sold_out").containsEntry("status", "409"));
		service.answer(Exchange.get("/fine"));
		assertThat(service.bean(SimpleTracer.class).getSpans()).extracting(SimpleSpan::getTags)
			.anySatisfy((tags) -> assertThat(tags).containsEntry("error.code", "none"));
	}

	@Test
	void exemplarsLeadToTheTrace() {
		service.answer(Exchange.get("/sold-out"));
		Answer scraped = service
			.answer(Exchange.get("/actuator/prometheus").header("Accept: application/openmetrics-text;version=1.0.0"));
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
		String fine() {
			return "fine";
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

}
