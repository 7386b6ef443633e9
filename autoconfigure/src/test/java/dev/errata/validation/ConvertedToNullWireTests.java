package dev.errata.validation;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.convert.converter.Converter;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.MatrixVariable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;

/**
 * Values that were sent, but that a converter makes nothing of, as Spring Data does with
 * the id of an entity that does not exist.
 */
class ConvertedToNullWireTests extends EveryStackTests {

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE,
				"errata.codes.tenant_unknown.status=404", "errata.codes.tenant_unknown.message=No such tenant.",
				"errata.codes.tenant_unknown.constraints=typeMismatch.tenant");
	}

	@TestFactory
	Stream<DynamicTest> whatWasSentIsNotMissing() {
		return table(invalid("path variable", get("/path/7"), "Path variable", "part", "is not valid"),
				invalid("parameter", get("/parameter?part=7"), "Parameter", "part", "is not valid"),
				invalid("header", get("/header").header("X-Part: 7"), "Header", "X-Part", "is not valid"),
				invalid("cookie", get("/cookie").header("Cookie: part=7"), "Cookie", "part", "is not valid"),
				invalid("matrix variable", get("/matrix/red;part=7"), "Matrix variable", "part", "is not valid"),
				invalid("empty number", get("/number?page="), "Parameter", "page", "must be a whole number"),
				invalid("empty date", get("/date?day="), "Parameter", "day", "must be a date"),
				invalid("empty constant", get("/shade?shade="), "Parameter", "shade", "is not an allowed value"));
	}

	private static Row invalid(String name, Exchange exchange, String kind, String field, String rule) {
		return row(name, exchange).is(400, "parameter_type", "%s '%s' %s.".formatted(kind, field, rule))
			.violation(field, "parameter_type", rule);
	}

	@TestFactory
	Stream<DynamicTest> whatWasNotSentIsMissing() {
		return table(missing("parameter", get("/parameter"), "Parameter", "part"),
				missing("header", get("/header"), "Header", "X-Part"),
				missing("cookie", get("/cookie"), "Cookie", "part"),
				missing("matrix variable", get("/matrix/red"), "Matrix variable", "part"));
	}

	private static Row missing(String name, Exchange exchange, String kind, String field) {
		return row(name, exchange).is(400, "parameter_missing", "%s '%s' is missing.".formatted(kind, field))
			.violation(field, "parameter_missing", "is missing");
	}

	@TestFactory
	Stream<DynamicTest> codeClaimsWhatIsNotFound() {
		return table(row("path variable", get("/tenants/7")).is(404, "tenant_unknown", "No such tenant.")
			.violation("tenant", "tenant_unknown", "is not valid"));
	}

	@TestFactory
	Stream<DynamicTest> variableThatThePathDoesNotHaveIsABug() {
		return table(row("path variable", get("/none")).is(500, "internal_error", "An unexpected error occurred."));
	}

	record Part(String number) {
	}

	enum Shade {

		LIGHT, DARK

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ PartController.class, FineController.class })
	static class Application {

		@Bean
		Converter<String, Part> noPart() {
			// no lambda, which would hide the types
			return new Converter<>() {

				@Override
				public @Nullable Part convert(String number) {
					return null;
				}

			};
		}

	}

	@RestController
	static class PartController {

		@GetMapping("/path/{part}")
		String path(@PathVariable("part") Part part) {
			return "";
		}

		@GetMapping("/tenants/{tenant}")
		String tenant(@PathVariable("tenant") Part tenant) {
			return "";
		}

		@GetMapping("/none")
		String none(@PathVariable("part") Part part) {
			return "";
		}

		@GetMapping("/parameter")
		String parameter(@RequestParam("part") Part part) {
			return "";
		}

		@GetMapping("/header")
		String header(@RequestHeader("X-Part") Part part) {
			return "";
		}

		@GetMapping("/cookie")
		String cookie(@CookieValue("part") Part part) {
			return "";
		}

		@GetMapping("/matrix/{colour}")
		String matrix(@PathVariable("colour") String colour, @MatrixVariable("part") Part part) {
			return "";
		}

		@GetMapping("/number")
		String number(@RequestParam("page") Integer page) {
			return "";
		}

		@GetMapping("/date")
		String date(@RequestParam("day") LocalDate day) {
			return "";
		}

		@GetMapping("/shade")
		String shade(@RequestParam("shade") Shade shade) {
			return "";
		}

	}

}
