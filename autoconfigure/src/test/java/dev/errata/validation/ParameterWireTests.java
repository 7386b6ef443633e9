package dev.errata.validation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.BindParam;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.MatrixVariable;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.form;
import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.invalid;
import static dev.errata.wire.Row.row;

/**
 * Parameters, headers, cookies, path and matrix variables, and objects made of them.
 */
class ParameterWireTests extends EveryStackTests {

	private static final String NO_FORM = "Spring WebFlux takes parameters from the query only";

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE,
				"server.tomcat.max-parameter-count=20", "server.tomcat.max-http-form-post-size=200B",
				"server.jetty.max-form-keys=20", "server.jetty.max-http-form-post-size=200B");
	}

	@TestFactory
	Stream<DynamicTest> missing() {
		return table(missing("parameter", get("/typed"), "Parameter", "page-size"),
				missing("header", get("/header"), "Header", "X-Tenant"),
				missing("cookie", get("/cookie"), "Cookie", "basket"),
				missing("matrix variable", get("/matrix/red"), "Matrix variable", "shade"),
				missing("parameter of a form", form("/typed", "colour=red"), "Parameter", "page-size"));
	}

	private static Row missing(String name, Exchange exchange, String kind, String field) {
		return row(name, exchange).is(400, "parameter_missing", kind + " '" + field + "' is missing.")
			.violation(field, "parameter_missing", "is missing");
	}

	@TestFactory
	Stream<DynamicTest> wrongTypes() {
		return table(
				wrongType("parameter", get("/typed?page-size=geheim"), "Parameter", "page-size",
						"must be a whole number"),
				wrongType("parameter that is empty", get("/typed?page-size="), "Parameter", "page-size",
						"must be a whole number"),
				wrongType("parameter too large", get("/typed?page-size=99999999999"), "Parameter", "page-size",
						"must be a whole number"),
				wrongType("one of several", get("/several?ids=1,geheim"), "Parameter", "ids", "must be a whole number"),
				wrongType("date", get("/date?day=geheim"), "Parameter", "day", "must be a date such as 2026-01-31"),
				wrongType("header", get("/header").header("X-Tenant: geheim"), "Header", "X-Tenant",
						"must be a whole number"),
				wrongType("cookie", get("/cookie").header("Cookie: basket=geheim"), "Cookie", "basket",
						"must be a whole number"),
				wrongType("path variable", get("/path/geheim"), "Path variable", "id", "must be a whole number"),
				wrongType("enum in the path", get("/shade/geheim"), "Path variable", "shade",
						"must be one of LIGHT, DARK"),
				wrongType("matrix variable", get("/matrix/red;shade=geheim"), "Matrix variable", "shade",
						"must be a whole number"));
	}

	private static Row wrongType(String name, Exchange exchange, String kind, String field, String rule) {
		return row(name, exchange).is(400, "parameter_type", "%s '%s' %s.".formatted(kind, field, rule))
			.violation(field, "parameter_type", rule);
	}

	@TestFactory
	Stream<DynamicTest> brokenRules() {
		return table(
				invalid("parameter", get("/typed?page-size=0"), "field_range", "page-size",
						"must be greater than or equal to 1"),
				invalid("parameter on a validated class", get("/validated?page-size=0"), "field_range", "page-size",
						"must be greater than or equal to 1"),
				invalid("header", get("/header").header("X-Tenant: 0"), "field_range", "X-Tenant",
						"must be greater than or equal to 1"),
				invalid("cookie", get("/cookie").header("Cookie: basket=0"), "field_range", "basket",
						"must be greater than or equal to 1"),
				invalid("path variable", get("/path/0"), "field_range", "id", "must be greater than or equal to 1"),
				invalid("matrix variable", get("/matrix/red;shade=0"), "field_range", "shade",
						"must be greater than or equal to 1"),
				invalid("element of a list", get("/several?ids=1&ids=0"), "field_range", "ids[1]",
						"must be greater than or equal to 1"),
				row("several, as they are declared", get("/both?b=0&a=0"))
					.is(400, "validation_failed", "a must be greater than or equal to 1")
					.violation("a", "field_range", "must be greater than or equal to 1")
					.violation("b", "field_range", "must be greater than or equal to 1"));
	}

	@TestFactory
	Stream<DynamicTest> objects() {
		return table(
				invalid("record, wrong type", get("/filter?name=Ada&min-price=geheim"), "field_type", "min-price",
						"must be a whole number"),
				invalid("record, broken rule", get("/filter?name=Ada&min-price=1000"), "field_range", "min-price",
						"must be less than or equal to 100"),
				invalid("record, primitive missing", get("/filter?name=Ada"), "field_missing", "min-price",
						"is missing"),
				invalid("record, text empty", get("/filter?name=&min-price=1"), "field_empty", "name",
						"must not be blank"),
				invalid("bean, wrong type", form("/bean", "pages=geheim"), "field_type", "pages",
						"must be a whole number"),
				invalid("bean, broken rule", form("/bean", "pages=1&title=geheimnisvoll"), "field_length", "title",
						"size must be between 0 and 10"),
				invalid("nested bean", form("/bean", "author.age=geheim"), "field_type", "author.age",
						"must be a whole number"),
				invalid("list that would grow too far", form("/bean", "tags[99999]=geheim"), "field_invalid",
						"tags[99999]", "is not valid"),
				row("list that grows sideways", form("/bean", "tags[a]=1")).is(400, "validation_failed",
						"The request is not valid."),
				row("list that grows backwards", form("/bean", "tags[-1]=1")).is(400, "validation_failed",
						"The request is not valid."),
				row("element of a list that cannot be changed", form("/bean", "owners[0]=geheim")).is(400,
						"validation_failed", "The request is not valid."),
				row("list that cannot grow", form("/bean", "owners[1]=geheim")).is(400, "validation_failed",
						"The request is not valid."),
				invalid("list of beans that cannot grow", form("/bean", "readers[0].age=1"), "field_invalid",
						"readers[0]", "is not valid"),
				row("map that cannot grow", form("/bean", "notes[geheim]=1")).is(400, "validation_failed",
						"The request is not valid."),
				row("record, element of an array", get("/filter?name=Ada&min-price=1&weights%5B0%5D=1")).is(400,
						"validation_failed", "The request is not valid."),
				row("record, part of a list", get("/filter?name=Ada&min-price=1&sizes.geheim=1")).is(400,
						"validation_failed", "The request is not valid."),
				row("record, list that grows backwards", get("/filter?name=Ada&min-price=1&sizes%5B-1%5D=1")).is(400,
						"validation_failed", "The request is not valid."),
				row("record, part of a number", get("/filter?name=Ada&min-price=1&sizes%5B0%5D.geheim=1")).is(400,
						"validation_failed", "The request is not valid."));
	}

	@TestFactory
	Stream<DynamicTest> oddHeaders() {
		return table(
				row("language", get("/typed?page-size=x").header("Accept-Language: \u00E4;q=x,,*;;"))
					.is(400, "parameter_type", "Parameter 'page-size' must be a whole number.")
					.violation("page-size", "parameter_type", "must be a whole number"),
				row("charset of JSON",
						Exchange.post("/json").header("Content-Type: application/json;charset=geheim").body("{}"))
					.is(415, "unsupported_media_type",
							"This content type is not supported here; send "
									+ "application/json, application/yaml, application/*+json.")
					.on(Container.NETTY, "it has other codecs",
							(row) -> row.is(415, "unsupported_media_type",
									"This content type is not supported here; send "
											+ "application/json, application/*+json, application/x-ndjson.")),
				row("charset of the answer", get("/typed?page-size=1").header("Accept: text/plain;charset=geheim"))
					.is(406, "not_acceptable", "No acceptable representation is available."));
	}

	@TestFactory
	Stream<DynamicTest> unreadable() {
		String malformed = "The request could not be read.";
		return table(
				row("broken escape in the query", get("/typed?page-size=%zz")).is(400, "malformed_request", malformed),
				row("broken escape in a form", form("/typed", "page-size=%zz")).is(400, "malformed_request", malformed)
					.except(Container.NETTY, NO_FORM),
				row("half an escape", get("/typed?page-size=1%2")).is(400, "malformed_request", malformed),
				row("too many in the query", get("/typed?" + "a=1&".repeat(30) + "page-size=1"))
					.is(400, "malformed_request", malformed)
					.on(Container.JETTY, "it counts those of forms only", (row) -> row.isForeign(200, "taken"))
					.on(Container.NETTY, "it does not count them", (row) -> row.isForeign(200, "taken")),
				row("too many in a form", form("/typed", "a=1&".repeat(30) + "page-size=1"))
					.is(400, "malformed_request", malformed)
					.on(Container.JETTY, "it counts names", (row) -> row.isForeign(200, "taken"))
					.except(Container.NETTY, NO_FORM),
				row("form too large", form("/typed", "a=" + "1".repeat(300)))
					.is(413, "payload_too_large", "The request body is too large.")
					.except(Container.NETTY, NO_FORM));
	}

	enum Shade {

		LIGHT, DARK

	}

	record Filter(@NotBlank String name, @BindParam("min-price") @Max(100) int minPrice, @Nullable List<Integer> sizes,
			int @Nullable [] weights) {
	}

	static class Book {

		private int pages;

		@Size(max = 10)
		private String title = "";

		private List<String> tags = new ArrayList<>();

		@Valid
		private final Author author = new Author();

		public int getPages() {
			return this.pages;
		}

		public void setPages(int pages) {
			this.pages = pages;
		}

		public String getTitle() {
			return this.title;
		}

		public void setTitle(String title) {
			this.title = title;
		}

		public List<String> getTags() {
			return this.tags;
		}

		public void setTags(List<String> tags) {
			this.tags = tags;
		}

		public Author getAuthor() {
			return this.author;
		}

		public List<String> getOwners() {
			return List.of("Ada");
		}

		public List<Author> getReaders() {
			return Collections.emptyList();
		}

		public Map<String, String> getNotes() {
			return Collections.unmodifiableMap(new HashMap<>());
		}

	}

	static class Author {

		private int age;

		public int getAge() {
			return this.age;
		}

		public void setAge(int age) {
			this.age = age;
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(FineController.class)
	static class Application {

		@RestController
		static class InputController {

			@RequestMapping(path = "/typed", method = { RequestMethod.GET, RequestMethod.POST })
			String typed(@RequestParam("page-size") @Min(1) int pageSize) {
				return "taken";
			}

			@GetMapping("/several")
			String several(@RequestParam List<@Min(1) Integer> ids) {
				return "taken";
			}

			@GetMapping("/both")
			String both(@RequestParam @Min(1) int a, @RequestParam @Min(1) int b) {
				return "taken";
			}

			@GetMapping("/date")
			String date(@RequestParam LocalDate day) {
				return "taken";
			}

			@GetMapping("/header")
			String header(@RequestHeader("X-Tenant") @Min(1) int tenant) {
				return "taken";
			}

			@GetMapping("/cookie")
			String cookie(@CookieValue("basket") @Min(1) int number) {
				return "taken";
			}

			@GetMapping("/path/{id}")
			String path(@PathVariable("id") @Min(1) int number) {
				return "taken";
			}

			@GetMapping("/shade/{shade}")
			String shade(@PathVariable Shade shade) {
				return "taken";
			}

			@GetMapping("/matrix/{colour}")
			String matrix(@PathVariable String colour, @MatrixVariable("shade") @Min(1) int number) {
				return "taken";
			}

			@GetMapping("/filter")
			String filter(@Valid @ModelAttribute Filter filter) {
				return "taken";
			}

			@PostMapping("/json")
			String json(@RequestBody Map<String, Object> body) {
				return "taken";
			}

			@PostMapping("/bean")
			String bean(@Valid @ModelAttribute Book book) {
				return "taken";
			}

		}

		@RestController
		@Validated
		static class ValidatedController {

			@GetMapping("/validated")
			String validated(@RequestParam("page-size") @Min(1) int pageSize) {
				return "taken";
			}

		}

	}

}
