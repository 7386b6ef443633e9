package dev.errata.validation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Valid;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.form;
import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Row.invalid;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where invalid inputs are, and in which order they are told: the same every time.
 */
class ViolationWireTests extends EveryStackTests {

	private static final String WORDS = """
			["a", "a@b", "b", "c", "a@b", "a@b", "a@b", "a@b", "a@b", "a@b", "d"]""";

	private static final String BASKET = """
			{"title": "abcdefg", "byName": {"b": {"qty": 0}, "a.b": {"qty": 0}, "": {"qty": 0}},
			"lists": {"k": [{"qty": 1}, {"qty": 0}]}, "set": [{"qty": 0}, {"qty": -1}], "grid": [[0, 1], [1, 0]],
			"tags": ["A", "B"], "prices": {"eu": 0, "a's": 0}}""";

	private static final String AT_LEAST_ONE = "must be greater than or equal to 1";

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE,
				"errata.codes.bad_quantity.status=422", "errata.codes.bad_quantity.constraints=Min.byName.qty");
	}

	@RepeatedTest(40)
	void elementsOfAListAreToldByIndex() {
		for (String path : List.of("/words", "/plain-words", "/validated/words")) {
			assertThat(fields(json(path, WORDS))).containsExactly("[0]", "[2]", "[3]", "[10]");
		}
		for (String path : List.of("/ids", "/validated/ids")) {
			assertThat(fields(get(path + "?ids=0,1,0,1,1,1,1,1,1,1,0"))).containsExactly("ids[0]", "ids[2]", "ids[10]");
		}
	}

	@RepeatedTest(40)
	void containersInContainersAreToldInOrder() {
		assertThat(fields(json("/grid", "[[{\"qty\": 0}], [{\"qty\": 1}, {\"qty\": 0}]]")))
			.containsExactly("[0][0].qty", "[1][1].qty");
		assertThat(fields(json("/prices", "{\"b\": 0, \"a.b\": 0, \"a\": 0}"))).containsExactly("a", "['a.b']", "b");
		for (String path : List.of("/basket", "/validated/basket", "/service")) {
			assertThat(fields(json(path, BASKET))).containsExactly("title", "title", "byName[''].qty",
					"byName['a.b'].qty", "byName.b.qty", "lists.k[1].qty", "set[].qty", "set[].qty", "grid[0][0]",
					"grid[1][1]", "tags[]", "tags[]", "prices['a\\\\'s']", "prices.eu");
		}
	}

	@TestFactory
	Stream<DynamicTest> entriesOfMapsAreMembersOfAnObject() {
		return table(
				row("broken rule, claimed by the names of the properties",
						json("/basket", "{\"byName\": {\"eu\": {\"qty\": 0}}}"))
					.is(422, "bad_quantity", "byName.eu.qty " + AT_LEAST_ONE)
					.violation("byName.eu.qty", "bad_quantity", AT_LEAST_ONE),
				invalid("wrong type", json("/basket", "{\"byName\": {\"eu\": {\"qty\": \"geheim\"}}}"), "field_type",
						"byName.eu.qty", "must be a whole number"),
				invalid("wrong type, key with a dot", json("/basket", "{\"byName\": {\"a.b\": {\"qty\": \"geheim\"}}}"),
						"field_type", "byName['a.b'].qty", "must be a whole number"),
				invalid("wrong type, value", json("/basket", "{\"prices\": {\"7\": \"geheim\"}}"), "field_type",
						"prices.7", "must be a whole number"),
				invalid("broken rule, value", json("/basket", "{\"prices\": {\"7\": 0}}"), "field_range", "prices.7",
						AT_LEAST_ONE),
				invalid("field of a form", form("/form", "prices[eu]=0"), "field_range", "prices[eu]", AT_LEAST_ONE),
				invalid("field of a form, wrong type", form("/form", "prices[eu]=geheim"), "field_type", "prices[eu]",
						"must be a whole number"),
				invalid("one of all parameters", get("/all?colour=x"), "field_length", "colour",
						"size must be between 2 and 2147483647"));
	}

	@TestFactory
	Stream<DynamicTest> rulesOfAService() {
		return table(invalid("argument", get("/service/argument"), "field_empty", "name", "must not be blank"),
				invalid("bean", get("/service/bean"), "field_length", "title", "size must be between 0 and 5"));
	}

	private List<String> fields(Exchange exchange) {
		return Pattern.compile("\"field\":\"([^\"]*)\"")
			.matcher(answer(exchange).body())
			.results()
			.map((result) -> result.group(1))
			.toList();
	}

	record Line(@Min(1) @JsonProperty("qty") int quantity) {
	}

	record Basket(@Size(max = 5) @Email String title, Map<String, @Valid Line> byName,
			Map<String, List<@Valid Line>> lists, Set<@Valid Line> set, List<List<@Min(1) Integer>> grid,
			Set<@Email String> tags, Map<String, @Min(1) Integer> prices) {
	}

	static class Form {

		private Map<String, @Min(1) Integer> prices = new HashMap<>();

		public Map<String, Integer> getPrices() {
			return this.prices;
		}

		public void setPrices(Map<String, Integer> prices) {
			this.prices = prices;
		}

	}

	@Validated
	static class Baskets {

		private final Validator validator;

		Baskets(Validator validator) {
			this.validator = validator;
		}

		String put(@Valid Basket basket) {
			return "taken";
		}

		void rename(@NotBlank String name) {
		}

		void check(Basket basket) {
			throw new ConstraintViolationException(this.validator.validate(basket));
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(FineController.class)
	static class Application {

		@Bean
		Baskets baskets(Validator validator) {
			return new Baskets(validator);
		}

		@RestController
		static class InputController {

			private final Baskets baskets;

			InputController(Baskets baskets) {
				this.baskets = baskets;
			}

			@PostMapping("/words")
			String words(@Valid @RequestBody List<@Email String> words) {
				return "taken";
			}

			@PostMapping("/plain-words")
			String plainWords(@RequestBody List<@Email String> words) {
				return "taken";
			}

			@PostMapping("/prices")
			String prices(@RequestBody Map<String, @Min(1) Integer> prices) {
				return "taken";
			}

			@PostMapping("/grid")
			String grid(@Valid @RequestBody List<List<@Valid Line>> grid) {
				return "taken";
			}

			@PostMapping("/basket")
			String basket(@Valid @RequestBody Basket basket) {
				return "taken";
			}

			@PostMapping("/service")
			String service(@RequestBody Basket basket) {
				return this.baskets.put(basket);
			}

			@GetMapping("/service/argument")
			void argument() {
				this.baskets.rename(" ");
			}

			@GetMapping("/service/bean")
			void bean() {
				this.baskets.check(new Basket("ab@cd.ef", null, null, null, null, null, null));
			}

			@GetMapping("/ids")
			String ids(@RequestParam List<@Min(1) Integer> ids) {
				return "taken";
			}

			@GetMapping("/all")
			String all(@RequestParam Map<String, @Size(min = 2) String> all) {
				return "taken";
			}

			@PostMapping("/form")
			String form(@Valid @ModelAttribute Form form) {
				return "taken";
			}

		}

		@RestController
		@Validated
		static class ValidatedController {

			@PostMapping("/validated/words")
			String words(@RequestBody List<@Email String> words) {
				return "taken";
			}

			@PostMapping("/validated/basket")
			String basket(@Valid @RequestBody Basket basket) {
				return "taken";
			}

			@GetMapping("/validated/ids")
			String ids(@RequestParam List<@Min(1) Integer> ids) {
				return "taken";
			}

		}

	}

}
