package dev.errata.validation;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.errata.error.ErrorCode;
import dev.errata.error.ErrorCodeException;
import dev.errata.error.ErrorTranslator;
import dev.errata.error.Failure;
import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.convert.converter.Converter;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What converters and constructors throw on purpose, while they read a parameter or a
 * body.
 */
class FailedConversionWireTests extends EveryStackTests {

	private static final Map<String, Supplier<RuntimeException>> FAILURES = Map.ofEntries(
			Map.entry("code", () -> new ErrorCodeException("sku_retired").detail("Ask for its successor.")),
			Map.entry("status", () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No such SKU.")),
			Map.entry("annotated-status", GoneException::new), Map.entry("annotated-code", RetiredException::new),
			Map.entry("claimed", ClaimedException::new), Map.entry("translated", TranslatedException::new),
			Map.entry("wrapped", () -> new IllegalArgumentException(new GoneException())),
			Map.entry("outage", () -> new DataAccessResourceFailureException(SECRET)),
			Map.entry("argument", () -> new IllegalArgumentException(SECRET)),
			Map.entry("own-argument", OwnArgumentException::new),
			Map.entry("unknown", () -> new IllegalStateException(SECRET)),
			Map.entry("own-unknown", UnknownException::new));

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE,
				"errata.codes.sku_retired.status=409", "errata.codes.sku_retired.message=It is retired.",
				"errata.codes.claimed.status=422",
				"errata.codes.claimed.exceptions=" + ClaimedException.class.getCanonicalName(),
				"errata.codes.argument.status=418",
				"errata.codes.argument.exceptions=java.lang.IllegalArgumentException");
	}

	@TestFactory
	Stream<DynamicTest> whatTheApplicationThrowsOnPurpose() {
		return Stream
			.of(told("code", 409, "sku_retired", "Ask for its successor."),
					told("status", 404, "not_found", "No such SKU."),
					told("annotated-status", 410, "gone", "Gone for good."),
					told("annotated-code", 409, "sku_retired", "It is retired."),
					told("claimed", 422, "claimed", "Unprocessable Content"),
					told("translated", 409, "sku_retired", "It is retired."),
					told("wrapped", 410, "gone", "Gone for good."),
					told("outage", 503, "service_unavailable", "The service is temporarily unavailable."))
			.flatMap((tests) -> tests);
	}

	private Stream<DynamicTest> told(String failure, int status, String code, String message) {
		return exchanges(failure,
				(exchange) -> assertThat(answer(exchange).body()).isEqualTo(document(status, code, message)));
	}

	@TestFactory
	Stream<DynamicTest> inputThatIsOnlyWrong() {
		return Stream.of("argument", "own-argument", "unknown", "own-unknown")
			.flatMap((failure) -> exchanges(failure, (exchange) -> {
				Answer answer = answer(exchange);
				assertThat(answer.status()).isEqualTo(400);
				assertThat(answer.body()).containsAnyOf("parameter_type", "field_invalid", "malformed_body")
					.doesNotContain(SECRET);
			}));
	}

	@TestFactory
	Stream<DynamicTest> textOfAnOwnTypeIsNotValid() {
		return table(wrongType(get("/path/argument"), "Path variable", "sku"),
				wrongType(get("/parameter?sku=argument"), "Parameter", "sku"),
				wrongType(get("/header").header("Sku: argument"), "Header", "Sku"));
	}

	private static Row wrongType(Exchange exchange, String kind, String name) {
		return row(kind, exchange).is(400, "parameter_type", "%s '%s' is not valid.".formatted(kind, name))
			.violation(name, "parameter_type", "is not valid");
	}

	private static Stream<DynamicTest> exchanges(String failure, Consumer<Exchange> test) {
		return Stream
			.of(get("/path/" + failure), get("/parameter?sku=" + failure), get("/header").header("Sku: " + failure),
					json("/body", "\"" + failure + "\""), json("/property", "{\"sku\": \"" + failure + "\"}"))
			.map((exchange) -> DynamicTest.dynamicTest(failure + " " + exchange, () -> test.accept(exchange)));
	}

	@ResponseStatus(code = HttpStatus.GONE, reason = "Gone for good.")
	static class GoneException extends RuntimeException {

	}

	@ErrorCode("sku_retired")
	static class RetiredException extends RuntimeException {

	}

	static class ClaimedException extends RuntimeException {

	}

	static class TranslatedException extends RuntimeException {

	}

	static class OwnArgumentException extends IllegalArgumentException {

	}

	static class UnknownException extends RuntimeException {

		UnknownException() {
			super(SECRET);
		}

	}

	record Sku(String name) {

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		static Sku of(String name) {
			Supplier<RuntimeException> failure = FAILURES.get(name);
			if (failure != null) {
				throw failure.get();
			}
			return new Sku(name);
		}

	}

	record Order(Sku sku) {
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ OrderController.class, FineController.class })
	static class Application {

		@Bean
		Converter<String, Sku> skuConverter() {
			return new Converter<>() {

				@Override
				public Sku convert(String source) {
					return Sku.of(source);
				}

			};
		}

		@Bean
		ErrorTranslator translator() {
			return (exception) -> (exception instanceof TranslatedException) ? Failure.of("sku_retired") : null;
		}

	}

	@RestController
	static class OrderController {

		@GetMapping("/path/{sku}")
		String path(@PathVariable Sku sku) {
			return "taken";
		}

		@GetMapping("/parameter")
		String parameter(@RequestParam Sku sku) {
			return "taken";
		}

		@GetMapping("/header")
		String header(@RequestHeader("Sku") Sku sku) {
			return "taken";
		}

		@PostMapping("/body")
		String body(@RequestBody Sku sku) {
			return "taken";
		}

		@PostMapping("/property")
		String property(@RequestBody Order order) {
			return "taken";
		}

	}

}
