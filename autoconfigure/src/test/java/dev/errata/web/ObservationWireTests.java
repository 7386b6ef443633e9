package dev.errata.web;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the observation {@code http.server.requests} tells of errors, and what
 * errors tell of its trace.
 */
class ObservationWireTests extends EveryStackTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), "errata.codes.sold_out.status=409",
				"errata.envelope.body={\"code\":\"{code}\",\"trace\":\"{trace-id}\"}");
	}

	@ParameterizedTest
	@CsvSource({ "/fine, 200 SUCCESS none none", "/state, 500 SERVER_ERROR internal_error IllegalStateException",
			"/sold-out, 409 CLIENT_ERROR sold_out ErrorCodeException",
			"/later, 500 SERVER_ERROR internal_error IllegalStateException",
			"/wrapped, 500 SERVER_ERROR internal_error IllegalStateException" })
	void errorOfAHandler(String target, String series) {
		answer(get(target));
		assertThat(observed(target)).isEqualTo(series);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/state", "/later", "/wrapped" })
	void failureOfTheServiceIsOneOfTheObservation(String target) {
		Application.TOLD.clear();
		answer(get(target));
		Awaitility.await().untilAsserted(() -> assertThat(Application.TOLD).containsExactly("IllegalStateException"));
	}

	@Test
	void faultOfTheClientIsOneOfTheObservationWhereItIsWithSpringAlone() {
		Application.TOLD.clear();
		answer(get("/nowhere"));
		observed("/**");
		assertThat(Application.TOLD).hasSize(container().isReactive() ? 1 : 0);
	}

	@Test
	void traceIsThatOfTheObservation() {
		for (String target : List.of("/state", "/later", "/nowhere")) {
			try (Failures failures = Failures.logged()) {
				Answer answer = answer(get(target));
				assertThat(answer.body()).endsWith(",\"trace\":\"" + TRACE + "\"}");
				assertThat(failures.lines()).singleElement()
					.satisfies((line) -> assertThat(line.getMDCPropertyMap()).containsEntry("traceId", TRACE)
						.containsEntry("requestId", "r-1"));
			}
		}
	}

	private String observed(String uri) {
		return Awaitility.await().until(() -> series(service(), uri), (series) -> !series.isEmpty());
	}

	private static String series(Service service, String uri) {
		return service.bean(MeterRegistry.class)
			.find("http.server.requests")
			.tag("uri", uri)
			.timers()
			.stream()
			.map(Meter::getId)
			.map((id) -> id.getTag("status") + " " + id.getTag("outcome") + " " + id.getTag("error.code") + " "
					+ id.getTag("exception"))
			.collect(Collectors.joining(", "));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ShopController.class)
	static class Application {

		static final Queue<String> TOLD = new ConcurrentLinkedQueue<>();

		@Bean
		ObservationHandler<Observation.Context> tracing() {
			return new ObservationHandler<>() {

				@Override
				public void onError(Observation.Context context) {
					TOLD.add(context.getError().getClass().getSimpleName());
				}

				@Override
				public void onScopeOpened(Observation.Context context) {
					MDC.put("traceId", TRACE);
				}

				@Override
				public void onScopeClosed(Observation.Context context) {
					MDC.remove("traceId");
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return context.getClass().getSimpleName().equals("ServerRequestObservationContext");
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

		@GetMapping("/state")
		String state() {
			throw new IllegalStateException("out of paper");
		}

		@GetMapping("/sold-out")
		String soldOut() {
			throw new ErrorCodeException("sold_out");
		}

		@GetMapping("/later")
		CompletableFuture<String> later() {
			return CompletableFuture.supplyAsync(() -> {
				throw new IllegalStateException("out of paper");
			});
		}

		@GetMapping("/wrapped")
		String wrapped() {
			throw new CompletionException(new IllegalStateException("out of paper"));
		}

	}

}
