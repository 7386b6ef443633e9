package dev.errata.error;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Failures;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an exception may bring along: attributes, headers, statuses, waits.
 */
class AttributeWireTests extends EveryStackTests {

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE,
				"errata.codes.order_shipped.status=409", "errata.headers.X-Value={details.value}");
	}

	@TestFactory
	Stream<DynamicTest> attributes() {
		return table(with("date", "\"2026-01-31\"").with("X-Value", "2026-01-31"),
				with("instant", "\"1970-01-01T00:00:00Z\"").with("X-Value", "1970-01-01T00:00:00Z"),
				with("optional", "1").with("X-Value", "1"), with("numbers", "[1,2]"),
				with("not-a-number", "null").with("X-Value", "NaN"),
				with("text", "\"a\uD83D\uDE00 b\"").with("X-Value", "a? b"),
				with("cycle", "{\"m\":".repeat(8) + "null" + "}".repeat(8)).with("X-Value", "{m={m={m={m={}}}}}"),
				with("exception", "null"),
				row("object that fails", get("/with/hostile")).is(409, "order_shipped", "Conflict"));
	}

	private static Row with(String name, String json) {
		return row(name, get("/with/" + name)).is(409, "order_shipped", "Conflict").details("{\"value\":" + json + "}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "long-text", "long-list", "long-number", "deep" })
	void largeAttributesStayBounded(String name) {
		Answer answer = answer(get("/with/" + name));
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.body()).hasSizeLessThan(10_000).endsWith("}}");
		assertThat(answer.whole()).isTrue();
		assertThat(String.valueOf(answer.header("X-Value"))).hasSizeLessThanOrEqualTo(2000);
		assertStillServing();
	}

	@ParameterizedTest
	@CsvSource({ "Content-Type,text/html,application/json", "Content-Length,3,117", "Transfer-Encoding,chunked,",
			"Content-Encoding,gzip,", "Connection,keep-alive,close", "X-Request-Id,evil,r-1",
			"Cache-Control,public,no-store", "Retry-After,soon,", "Retry-After,99999999999999999999,31622400",
			"Set-Cookie,a=b,a=b", "WWW-Authenticate,Basic,Basic" })
	void headersOfAnExceptionCannotBreakTheAnswer(String name, String value, String expected) {
		Answer answer = answer(get("/header/" + name).header("X-Value: " + value));
		assertThat(answer.header(name)).isEqualTo(expected);
		assertThat(answer.whole()).isTrue();
		assertThat(answer.body())
			.isEqualTo(document(409, "conflict", "The request conflicts with the state of the resource."));
	}

	@ParameterizedTest
	@CsvSource({ "not_found,42,404", "not_found,200,404", "client_error,9999,400", "client_error,500,400",
			"server_error,200,500", "order_shipped,410,409" })
	void statusIsAlwaysOneOfTheCodes(String code, int status, int expected) {
		assertThat(answer(get("/status/" + code + "/" + status)).status()).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "9223372036854775807,31622400", "-5,0", "0,0", "60,60" })
	void waitIsBounded(long seconds, String expected) {
		assertThat(answer(get("/wait/" + seconds)).header("Retry-After")).isEqualTo(expected);
	}

	@Test
	void unknownCodeIsBoundedInTheLog() {
		try (Failures failures = Failures.logged()) {
			assertThat(answer(get("/unknown")).body()).isEqualTo(document(500, "server_error", "The request failed."));
			assertThat(failures.lines()).singleElement()
				.satisfies((line) -> assertThat(line.getThrowableProxy().getMessage()).hasSizeLessThan(3000)
					.doesNotContain("\n", "\r"));
		}
	}

	static class Hostile {

		public String getValue() {
			throw new IllegalStateException(SECRET);
		}

		@Override
		public String toString() {
			throw new IllegalStateException(SECRET);
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(FineController.class)
	static class Application {

		@RestController
		static class AttributeController {

			@GetMapping("/with/{name}")
			void with(@PathVariable String name) {
				throw new ErrorCodeException("order_shipped").with("value", value(name));
			}

			private static Object value(String name) {
				return switch (name) {
					case "date" -> LocalDate.of(2026, 1, 31);
					case "instant" -> Instant.EPOCH;
					case "optional" -> Optional.of(1);
					case "numbers" -> new int[] { 1, 2 };
					case "not-a-number" -> Double.NaN;
					case "text" -> "\uD800a\uD83D\uDE00\r\n\u0000b\uDC00";
					case "cycle" -> cycle();
					case "exception" -> new IllegalStateException(SECRET);
					case "hostile" -> new Hostile();
					case "long-text" -> "x".repeat(3_000_000);
					case "long-list" -> Collections.nCopies(1_000_000, "0123456789");
					case "long-number" -> new BigInteger("9".repeat(5000));
					default -> deep();
				};
			}

			private static Map<String, Object> cycle() {
				Map<String, Object> cycle = new HashMap<>();
				cycle.put("m", cycle);
				return cycle;
			}

			private static List<Object> deep() {
				List<Object> deep = new ArrayList<>();
				for (int i = 0; i < 100_000; i++) {
					deep = new ArrayList<>(List.of(deep));
				}
				return deep;
			}

			@GetMapping("/header/{name}")
			void header(@PathVariable String name, @RequestHeader("X-Value") String value) {
				ErrorResponseException exception = new ErrorResponseException(HttpStatus.CONFLICT);
				exception.getHeaders().set(name, value);
				throw exception;
			}

			@GetMapping("/status/{code}/{status}")
			void status(@PathVariable String code, @PathVariable int status) {
				throw new ErrorCodeException(code).status(status);
			}

			@GetMapping("/wait/{seconds}")
			void waiting(@PathVariable long seconds) {
				throw new ErrorCodeException("order_shipped").retryAfter(Duration.ofSeconds(seconds));
			}

			@GetMapping("/unknown")
			void unknown() {
				throw new ErrorCodeException("a\r\nb" + "c".repeat(3_000_000));
			}

		}

	}

}
