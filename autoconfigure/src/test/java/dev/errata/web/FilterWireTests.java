package dev.errata.web;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.AnyFilter;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.LinkedException;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What filters throw and refuse, before a handler and after it.
 */
class FilterWireTests extends EveryStackTests {

	private static final String UNEXPECTED = "An unexpected error occurred.";

	@Override
	protected Service start(Container container) {
		return Service.start(container, false,
				List.of(Application.class, container.pick(AnyFilter.OfServlets.class, AnyFilter.OfWebFlux.class)),
				ENVELOPE, "errata.codes.order_shipped.status=409");
	}

	@TestFactory
	Stream<DynamicTest> unexpected() {
		return Stream.of("runtime", "io", "error", "memory", "cycle")
			.map((how) -> row(how, get("/ok?before=" + how)).is(500, "internal_error", UNEXPECTED).test(this));
	}

	@TestFactory
	Stream<DynamicTest> known() {
		return table(row("code", get("/ok?before=code")).is(409, "order_shipped", "Conflict"),
				row("wrapped", get("/ok?before=wrapped")).is(409, "order_shipped", "Conflict"),
				row("with a status", get("/ok?before=status")).is(410, "gone", "Sold out."),
				row("refused", get("/ok?before=403")).is(403, "forbidden", "Access is denied."),
				row("refused where nobody is", get("/nothing?before=403")).is(403, "forbidden", "Access is denied."),
				row("refused with a status nobody has", get("/ok?before=499")).is(499, "client_error",
						"The request could not be answered."),
				row("refused as unavailable", get("/ok?before=503")).is(503, "service_unavailable",
						"The service is temporarily unavailable."));
	}

	@TestFactory
	Stream<DynamicTest> afterwards() {
		return table(late(row("runtime", get("/empty?after=runtime")).is(500, "internal_error", UNEXPECTED)),
				late(row("error", get("/empty?after=error")).is(500, "internal_error", UNEXPECTED)),
				late(row("code", get("/empty?after=code")).is(409, "order_shipped", "Conflict")),
				late(row("refused", get("/empty?after=403")).is(403, "forbidden", "Access is denied.")),
				row("after a handler that failed, whose failure stays", get("/fail?after=code")).is(500,
						"internal_error", UNEXPECTED));
	}

	private static Row late(Row row) {
		return row.except(Container.NETTY, "a handler without a result has completed its answer");
	}

	@TestFactory
	Stream<DynamicTest> errorPage() {
		String nothing = "The requested resource does not exist.";
		return table(row("read", get("/error")).is(404, "not_found", nothing),
				row("read by a browser", get("/error").header("Accept: text/html")).is(404, "not_found", nothing),
				row("written", json("/error", "{}")).is(404, "not_found", nothing),
				row("below", get("/error/500")).is(404, "not_found", nothing));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/ok?before=runtime", "/ok?before=403", "/fail" })
	void failureIsOneLine(String target) {
		try (Failures failures = Failures.logged()) {
			answer(get(target));
			assertThat(failures.lines()).singleElement().satisfies((line) -> {
				assertThat(line.getFormattedMessage()).startsWith("GET " + target.replaceAll("\\?.*", ""))
					.contains("[" + Exchange.ID + "]");
				assertThat(line.getMDCPropertyMap()).containsEntry("requestId", Exchange.ID);
			});
		}
	}

	@ParameterizedTest
	@CsvSource({ "/ok?before=runtime,internal_error", "/ok?before=error,internal_error",
			"/empty?after=runtime,internal_error", "/ok?before=code,", "/ok?before=403," })
	void nobodyElseLogsTheFailure(String target, String code) {
		List<String> expected = (code != null) ? List.of("errata.failure." + code) : List.of();
		assertThat(Failures.loggersThatComplain(() -> get(target).bytesFrom(port()))).isEqualTo(expected);
		assertThat(Failures.loggersThatComplain(() -> get(target).header("Accept: text/html").bytesFrom(port())))
			.isEqualTo(expected);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ FineController.class, OkController.class })
	static class Application {

		@Bean
		AnyFilter failingFilter() {
			return new AnyFilter() {

				@Override
				public int before(Incoming request) throws Exception {
					return trouble(request.parameter("before"));
				}

				@Override
				public int after(Incoming request) throws Exception {
					return trouble(request.parameter("after"));
				}

			};
		}

		private static int trouble(String how) throws Exception {
			return switch (String.valueOf(how)) {
				case "null" -> AnyFilter.PASS;
				case "runtime" -> throw new IllegalStateException(SECRET);
				case "io" -> throw new IOException(SECRET);
				case "error" -> throw new Error(SECRET);
				case "memory" -> throw new OutOfMemoryError(SECRET);
				case "cycle" -> throw LinkedException.cycle(2);
				case "code" -> throw new ErrorCodeException("order_shipped");
				case "wrapped" -> throw new RuntimeException(SECRET, new ErrorCodeException("order_shipped"));
				case "status" -> throw new ResponseStatusException(HttpStatus.GONE, "Sold out.");
				default -> Integer.parseInt(how);
			};
		}

	}

	@RestController
	static class OkController {

		@GetMapping("/ok")
		String ok() {
			return "ok";
		}

		@GetMapping("/empty")
		void empty() {
		}

		@GetMapping("/fail")
		void fail() {
			throw new IllegalArgumentException(SECRET);
		}

	}

}
