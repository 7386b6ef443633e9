package dev.errata.web;

import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.errata.catalog.Code;
import dev.errata.error.ApiError;
import dev.errata.error.ApiErrorCustomizer;
import dev.errata.error.ErrorCode;
import dev.errata.error.ErrorCodeException;
import dev.errata.error.ErrorListener;
import dev.errata.error.ErrorTranslator;
import dev.errata.error.Failure;
import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.LinkedException;
import dev.errata.wire.Service;
import jakarta.servlet.ServletException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebInputException;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What handlers throw.
 */
class ExceptionWireTests extends EveryStackTests {

	private static final String UNEXPECTED = "An unexpected error occurred.";

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE,
				"errata.codes.insufficient_balance.status=402", "errata.codes.order_shipped.status=409,423",
				"errata.codes.order_shipped.message=It is on its way.",
				"errata.codes.order_shipped.at.423.message=It is locked.", "errata.codes.out_of_stock.status=409",
				"errata.codes.out_of_stock.message=Gone until {details.day:soon}.", "errata.codes.exact.status=422",
				"errata.codes.exact.exceptions=dev.errata.web.ExceptionWireTests.ExactException",
				"errata.codes.base.status=410",
				"errata.codes.base.exceptions=dev.errata.web.ExceptionWireTests.BaseException",
				"errata.codes.told.status=400", "errata.codes.told.expose-message=true",
				"errata.codes.told.exceptions=dev.errata.web.ExceptionWireTests.ToldException");
	}

	@Test
	void codeThatNobodyKnowsIsNoBetterThanTheNextRule() {
		assertThat(answer(get("/lost")).body())
			.isEqualTo(document(404, "not_found", "The requested resource does not exist."));
	}

	@TestFactory
	Stream<DynamicTest> codes() {
		return table(row("plain", get("/throw/code")).is(402, "insufficient_balance", "Payment Required"),
				row("with everything", get("/throw/everything")).is(402, "insufficient_balance", "Top up 5 € first.")
					.violation("iban", "field_invalid", "is closed")
					.details("{\"balance\":0.4,\"accounts\":[\"a\",\"b\"]}")
					.with("Retry-After", "31"),
				row("one of its statuses", get("/throw/status")).is(423, "order_shipped", "It is locked."),
				row("a status that is none of its own", get("/throw/wrong-status")).is(409, "order_shipped",
						"It is on its way."),
				row("with an argument", get("/throw/argument")).is(409, "out_of_stock", "Gone until Monday."),
				row("without the argument", get("/throw/no-argument")).is(409, "out_of_stock", "Gone until soon."),
				row("of an enum", get("/throw/enum")).is(409, "order_shipped", "It is on its way."),
				row("of an annotation", get("/throw/annotated")).is(409, "order_shipped", "It is on its way."),
				row("of an inherited annotation", get("/throw/annotated-child")).is(409, "order_shipped",
						"It is on its way."),
				row("standard", get("/throw/standard")).is(404, "not_found", "The requested resource does not exist."),
				row("unknown", get("/throw/unknown")).is(500, "server_error", "The request failed."),
				row("by configuration", get("/throw/exact")).is(422, "exact", "Unprocessable Content"),
				row("by configuration of its superclass", get("/throw/sub")).is(410, "base", "Gone"),
				row("by configuration, with its message", get("/throw/told")).is(400, "told", "Told to all."),
				row("by a translator", get("/throw/translated")).is(409, "out_of_stock", "Gone until Friday.")
					.details("{\"day\":\"Friday\"}"),
				row("by the cause", get("/throw/caused")).is(402, "insufficient_balance", "Payment Required"),
				row("completion", get("/throw/completion")).is(402, "insufficient_balance", "Payment Required"),
				row("execution", get("/throw/execution")).is(402, "insufficient_balance", "Payment Required"),
				row("undeclared", get("/throw/undeclared")).is(402, "insufficient_balance", "Payment Required"),
				row("servlet", get("/throw/servlet")).is(402, "insufficient_balance", "Payment Required"));
	}

	@TestFactory
	Stream<DynamicTest> statuses() {
		return table(row("400 with a reason", get("/throw/400")).is(400, "bad_request", "No such colour."),
				row("invalid input with a reason", get("/throw/input")).is(400, "bad_request", "No such size."),
				row("404 without a reason", get("/throw/404")).is(404, "not_found",
						"The requested resource does not exist."),
				row("499", get("/throw/499")).is(499, "client_error", "The request could not be answered."),
				row("503 with a header", get("/throw/503"))
					.is(503, "service_unavailable", "The service is temporarily unavailable.")
					.with("Retry-After", "7"),
				row("100", get("/throw/100")).is(500, "internal_error", UNEXPECTED),
				row("700", get("/throw/700")).is(500, "internal_error", UNEXPECTED),
				row("with a header that would split the answer", get("/throw/split"))
					.is(409, "conflict", "The request conflicts with the state of the resource.")
					.with("X-Evil", null)
					.with("X-Note", "a X-Evil: 1"),
				row("annotated", get("/throw/status-annotated")).is(418, "client_error", "Tea only."),
				row("annotated, of the server", get("/throw/status-annotated-5xx")).is(501, "not_implemented",
						"This is not supported."),
				row("problem", get("/throw/problem")).is(409, "conflict", "Two of them.").details("{\"count\":2}"));
	}

	@Test
	void redirectThatIsThrownIsNoError() {
		Answer answer = answer(get("/throw/302"));
		assertThat(answer.status()).isEqualTo(302);
		assertThat(answer.header("Location")).isEqualTo("/fine");
		assertThat(answer.body()).isEmpty();
	}

	@TestFactory
	Stream<DynamicTest> unexpected() {
		return Stream
			.of("runtime", "checked", "error", "stack-overflow", "out-of-memory", "no-class", "no-message",
					"throwing-message", "throwing-string", "throwing-cause", "throwing-all", "two-cycle", "three-cycle",
					"self", "many-causes", "suppressed-cycle", "customizer-null", "customizer-throws",
					"listener-throws", "translator-throws")
			.map((name) -> row(name, get("/throw/" + name)).is(500, "internal_error", UNEXPECTED).test(this));
	}

	@TestFactory
	Stream<DynamicTest> upstream() {
		return table(row("an upstream's 404", get("/throw/upstream-404")).is(502, "upstream_error",
				"An upstream service failed."));
	}

	@TestFactory
	Stream<DynamicTest> messages() {
		return table(row("line ends and controls", get("/throw/told-crlf")).is(400, "told", "one two three"),
				row("lone surrogates", get("/throw/told-surrogates")).is(400, "told", "a\uD83D\uDE00b"),
				row("quotes", get("/throw/told-quotes")).is(400, "told", "\\\"a\\\" \\\\ </b>"),
				row("none", get("/throw/told-null")).is(400, "told", "Bad Request"),
				row("three megabytes", get("/throw/told-long")).is(400, "told", "x".repeat(1999) + "…"));
	}

	@Test
	void customizerAddsToErrors() {
		Answer answer = answer(get("/throw/customized"));
		assertThat(answer.header("X-Region")).isEqualTo("eu-1");
		assertThat(answer.body()).endsWith("\"details\":{\"region\":\"eu-1\"}}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "code", "runtime", "throwing-all", "two-cycle", "many-causes", "404", "unknown",
			"listener-throws" })
	void listenersAreToldOnce(String name) {
		ListeningBean listener = bean(ListeningBean.class);
		listener.told.clear();
		answer(get("/throw/" + name));
		assertThat(listener.told).hasSize(1);
		assertThat(listener.told.get(0).request().id()).isEqualTo(Exchange.ID);
	}

	@ParameterizedTest
	@ValueSource(strings = { "runtime", "stack-overflow", "throwing-all", "two-cycle", "three-cycle", "many-causes",
			"unknown", "503" })
	void failureOfTheServiceIsOneLine(String name) {
		try (Failures failures = Failures.logged()) {
			Answer answer = answer(get("/throw/" + name));
			assertThat(failures.lines()).singleElement().satisfies((line) -> {
				assertThat(line.getLevel()).isEqualTo(Level.ERROR);
				assertThat(line.getFormattedMessage())
					.startsWith("GET /throw/" + name + " ended with " + answer.status());
				assertThat(line.getFormattedMessage()).contains("[" + Exchange.ID + "]");
				assertThat(line.getMDCPropertyMap()).containsEntry("requestId", Exchange.ID);
			});
		}
	}

	@Test
	void failureOfTheServiceShowsItsStack() {
		try (Failures failures = Failures.logged()) {
			answer(get("/throw/runtime"));
			ILoggingEvent line = failures.lines().get(0);
			assertThat(line.getThrowableProxy().getClassName()).isEqualTo(IllegalStateException.class.getName());
			assertThat(line.getLoggerName()).isEqualTo("errata.failure.internal_error");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "code", "404", "exact", "told", "told-crlf" })
	void failureOfTheClientIsOneLineForDebugging(String name) {
		try (Failures failures = Failures.logged()) {
			answer(get("/throw/" + name));
			assertThat(failures.lines()).singleElement().satisfies((line) -> {
				assertThat(line.getLevel()).isEqualTo(Level.DEBUG);
				assertThat(line.getThrowableProxy()).isNull();
				assertThat(line.getFormattedMessage()).doesNotContain("\n", "\r");
			});
		}
	}

	@ParameterizedTest
	@CsvSource({ "/throw/runtime,internal_error", "/throw/checked,internal_error",
			"/throw/stack-overflow,internal_error", "/throw/two-cycle,internal_error",
			"/throw/throwing-all,internal_error", "/throw/503,service_unavailable", "/throw/code,", "/throw/404,",
			"/throw/exact,", "/nothing," })
	void nobodyElseLogsTheFailure(String target, String code) {
		// Reactor warns of what it calls fatal, wherever an operator sees it
		assertThat(Failures.loggersThatComplain(() -> answer(get(target))))
			.filteredOn((logger) -> !logger.equals("reactor.core.Exceptions"))
			.isEqualTo((code != null) ? List.of("errata.failure." + code) : List.of());
	}

	enum Problem implements Code {

		ORDER_SHIPPED;

		@Override
		public String code() {
			return name();
		}

	}

	@ErrorCode("order_shipped")
	static class ShippedException extends RuntimeException {

	}

	static class ShippedTwiceException extends ShippedException {

	}

	static class ExactException extends BaseException {

	}

	static class BaseException extends RuntimeException {

		BaseException() {
			super(SECRET);
		}

	}

	static class SubException extends BaseException {

	}

	static class ToldException extends RuntimeException {

		ToldException(String message) {
			super(message);
		}

	}

	static class TranslatedException extends RuntimeException {

	}

	/** Its message names what is to go wrong on the way out. */
	static class TroubleException extends RuntimeException {

		final String where;

		TroubleException(String where) {
			super(SECRET);
			this.where = where;
		}

	}

	static class HostileException extends RuntimeException {

		private final String where;

		HostileException(String where) {
			this.where = where;
		}

		@Override
		public String getMessage() {
			return answer("message", SECRET);
		}

		@Override
		public String toString() {
			return answer("string", SECRET);
		}

		@Override
		public synchronized Throwable getCause() {
			return answer("cause", null);
		}

		private <T> T answer(String asked, T value) {
			if (this.where.equals(asked) || this.where.equals("all")) {
				throw new IllegalStateException(SECRET);
			}
			return value;
		}

	}

	@ResponseStatus(code = HttpStatus.I_AM_A_TEAPOT, reason = "Tea only.")
	static class TeapotException extends RuntimeException {

		TeapotException() {
			super(SECRET);
		}

	}

	@ResponseStatus(code = HttpStatus.NOT_IMPLEMENTED, reason = SECRET)
	static class LaterException extends RuntimeException {

	}

	static class ListeningBean implements ErrorListener {

		final List<ApiError> told = new CopyOnWriteArrayList<>();

		@Override
		public void onError(ApiError error) {
			this.told.add(error);
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(FineController.class)
	static class Application {

		@Bean
		ErrorTranslator throwingTranslator() {
			return (exception) -> {
				trouble(exception, "translator");
				return null;
			};
		}

		@Bean
		ErrorTranslator lostTranslator() {
			return (exception) -> (exception instanceof ErrorResponse missing
					&& missing.getStatusCode() == HttpStatus.NOT_FOUND && exception.getMessage().contains("lost"))
							? Failure.of("of_another_contract") : null;
		}

		@Bean
		ErrorTranslator translator() {
			return (exception) -> (exception instanceof TranslatedException)
					? Failure.of("out_of_stock").with("day", "Friday") : null;
		}

		@Bean
		ApiErrorCustomizer customizer() {
			return (error) -> {
				trouble(error.cause(), "customizer");
				if (error.cause() instanceof TroubleException trouble && trouble.where.equals("null")) {
					return null;
				}
				return (error.cause() instanceof TroubleException trouble && trouble.where.equals("customized"))
						? error.withAttribute("region", "eu-1").withHeader("X-Region", "eu-1") : error;
			};
		}

		@Bean
		ErrorListener throwingListener() {
			return (error) -> trouble(error.cause(), "listener");
		}

		@Bean
		ListeningBean listeningBean() {
			return new ListeningBean();
		}

		private static void trouble(Throwable exception, String where) {
			if (exception instanceof TroubleException trouble && trouble.where.equals(where)) {
				throw new AssertionError(SECRET);
			}
		}

		@RestController
		static class ThrowingController {

			private final Map<String, Supplier<Throwable>> throwables = Map.ofEntries(
					Map.entry("code", () -> new ErrorCodeException("insufficient_balance")),
					Map.entry("everything",
							() -> new ErrorCodeException("insufficient-BALANCE", new IllegalStateException(SECRET))
								.detail("Top up 5 € first.")
								.with("balance", 0.4)
								.with("nothing", null)
								.with("accounts", List.of("a", "b"))
								.violation("iban", "is closed")
								.retryAfter(Duration.ofMillis(30_001))),
					Map.entry("status", () -> new ErrorCodeException("order_shipped").status(423)),
					Map.entry("wrong-status", () -> new ErrorCodeException("order_shipped").status(500)),
					Map.entry("argument", () -> new ErrorCodeException("out_of_stock").arg("day", "Monday")),
					Map.entry("no-argument", () -> new ErrorCodeException("out_of_stock")),
					Map.entry("enum", () -> new ErrorCodeException(Problem.ORDER_SHIPPED)),
					Map.entry("annotated", ShippedException::new),
					Map.entry("annotated-child", ShippedTwiceException::new),
					Map.entry("standard", () -> new ErrorCodeException("NOT_FOUND")),
					Map.entry("unknown", () -> new ErrorCodeException("order_shiped")),
					Map.entry("exact", ExactException::new), Map.entry("sub", SubException::new),
					Map.entry("told", () -> new ToldException("Told to all.")),
					Map.entry("translated", TranslatedException::new),
					Map.entry("caused",
							() -> new IllegalStateException(SECRET,
									new RuntimeException(SECRET, new ErrorCodeException("insufficient_balance")))),
					Map.entry("completion",
							() -> new CompletionException(SECRET, new ErrorCodeException("insufficient_balance"))),
					Map.entry("execution",
							() -> new ExecutionException(SECRET, new ErrorCodeException("insufficient_balance"))),
					Map.entry("undeclared",
							() -> new UndeclaredThrowableException(new ErrorCodeException("insufficient_balance"),
									SECRET)),
					Map.entry("servlet",
							() -> new ServletException(SECRET, new ErrorCodeException("insufficient_balance"))),
					Map.entry("input", () -> new ServerWebInputException("No such size.")),
					Map.entry("400",
							() -> new ResponseStatusException(HttpStatus.BAD_REQUEST, "No such colour.",
									new IllegalStateException(SECRET))),
					Map.entry("404", () -> new ResponseStatusException(HttpStatus.NOT_FOUND)),
					Map.entry("499", () -> new ResponseStatusException(HttpStatusCode.valueOf(499))),
					Map.entry("503", () -> responseStatus(503, HttpHeaders.RETRY_AFTER, "7")),
					Map.entry("100", () -> new ResponseStatusException(HttpStatusCode.valueOf(100), SECRET)),
					Map.entry("700", () -> new ResponseStatusException(HttpStatusCode.valueOf(700), SECRET)),
					Map.entry("split", () -> responseStatus(409, "X-Note", "a\r\nX-Evil: 1")),
					Map.entry("302", () -> responseStatus(302, HttpHeaders.LOCATION, "/fine")),
					Map.entry("status-annotated", TeapotException::new),
					Map.entry("status-annotated-5xx", LaterException::new),
					Map.entry("problem", ThrowingController::problem),
					Map.entry("runtime", () -> new IllegalStateException(SECRET)),
					Map.entry("checked", () -> new Exception(SECRET)), Map.entry("error", () -> new Error(SECRET)),
					Map.entry("stack-overflow", ThrowingController::overflow),
					Map.entry("out-of-memory", () -> new OutOfMemoryError(SECRET)),
					Map.entry("no-class", () -> new NoClassDefFoundError(SECRET)),
					Map.entry("no-message", () -> new RuntimeException((String) null)),
					Map.entry("throwing-message", () -> new HostileException("message")),
					Map.entry("throwing-string", () -> new HostileException("string")),
					Map.entry("throwing-cause", () -> new HostileException("cause")),
					Map.entry("throwing-all", () -> new HostileException("all")),
					Map.entry("two-cycle", () -> LinkedException.cycle(2)),
					Map.entry("three-cycle", () -> LinkedException.cycle(3)),
					Map.entry("self", () -> LinkedException.cycle(1)),
					Map.entry("many-causes", () -> LinkedException.chain(10_000, new LinkedException(null))),
					Map.entry("suppressed-cycle", ThrowingController::suppressedCycle),
					Map.entry("customizer-null", () -> new TroubleException("null")),
					Map.entry("customizer-throws", () -> new TroubleException("customizer")),
					Map.entry("customized", () -> new TroubleException("customized")),
					Map.entry("listener-throws", () -> new TroubleException("listener")),
					Map.entry("translator-throws", () -> new TroubleException("translator")),
					Map.entry("upstream-404",
							() -> new org.springframework.web.client.HttpClientErrorException(HttpStatus.NOT_FOUND,
									SECRET)),
					Map.entry("told-crlf", () -> new ToldException("one\r\n\r\ntwo\u0000\tthree")),
					Map.entry("told-surrogates", () -> new ToldException("\uD800a\uD83D\uDE00b\uDC00")),
					Map.entry("told-quotes", () -> new ToldException("\"a\" \\ </b>")),
					Map.entry("told-null", () -> new ToldException(null)),
					Map.entry("told-long", () -> new ToldException("x".repeat(3_000_000))));

			@GetMapping("/throw/{name}")
			String fail(@PathVariable String name) throws Throwable {
				throw this.throwables.get(name).get();
			}

			private static ResponseStatusException responseStatus(int status, String header, String value) {
				return new ResponseStatusException(HttpStatusCode.valueOf(status), (status < 500) ? null : SECRET) {
					@Override
					public HttpHeaders getHeaders() {
						HttpHeaders headers = new HttpHeaders();
						headers.set(header, value);
						return headers;
					}
				};
			}

			private static Throwable problem() {
				ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "Two of them.");
				problem.setProperty("count", 2);
				return new ErrorResponseException(HttpStatus.CONFLICT, problem, new IllegalStateException(SECRET));
			}

			private static Throwable overflow() {
				return overflow();
			}

			private static Throwable suppressedCycle() {
				IllegalStateException first = new IllegalStateException(SECRET);
				IllegalStateException second = new IllegalStateException(SECRET);
				first.addSuppressed(second);
				second.addSuppressed(first);
				return first;
			}

		}

	}

}
