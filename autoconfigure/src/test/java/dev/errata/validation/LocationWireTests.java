package dev.errata.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.errata.error.ApiErrorCustomizer;
import dev.errata.error.ErrorCodeException;
import dev.errata.error.InputLocation;
import dev.errata.error.Violation;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.form;
import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Exchange.multipart;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Row.row;

/**
 * The part of the request in which an invalid input stands, and its path as a pointer.
 */
class LocationWireTests extends EveryStackTests {

	private static final String META = "name=\"meta\"\nContent-Type: application/json\n\n";

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false, List.of(Application.class),
				"errata.envelope.body={\"where\": \"{details.where}\"}", "errata.codes.refused=409");
	}

	@TestFactory
	Stream<DynamicTest> locations() {
		return table(
				// documents
				told(json("/order", "{\"lines\": [{\"quantity\": 1}, {\"quantity\": 0}]}"), "body /lines/1/quantity"),
				told(json("/order", "{\"prices\": {\"a/b.c\": 0}}"), "body /prices/a~1b.c"),
				told(json("/order", "{\"tags\": [\"a\"]}"), "body /tags"),
				told(json("/order", "{\"lines\": [{\"quantity\": \"x\"}]}"), "body /lines/0/quantity"),
				told(json("/order", "{\"prices\": {\"a~b\": \"x\"}}"), "body /prices/a~0b"),
				told(json("/order", "{\"prices\": {\"a\": 99999999999}}"), "body /prices/a"),
				told(json("/lines", "[{\"quantity\": 0}]"), "body /0/quantity"),
				told(json("/validated/order", "{\"lines\": [{\"quantity\": 0}]}"), "body /lines/0/quantity"),
				told(multipart("/part", META + "{\"quantity\": 0}"), "part /quantity"),
				told(multipart("/part", META + "{\"quantity\": \"x\"}"), "part /quantity"),
				told(multipart("/part"), "part /meta"),
				// single values
				told(get("/path/x"), "path /id"), told(get("/path/0"), "path /id"),
				told(get("/parameter?page.size=x"), "query /page.size"),
				told(get("/parameter?page.size=0"), "query /page.size"), told(get("/parameter"), "query /page.size"),
				told(get("/header"), "header /X-Depth"), told(get("/header").header("X-Depth: x"), "header /X-Depth"),
				told(get("/header").header("X-Depth: 0"), "header /X-Depth"), told(get("/cookie"), "cookie /theme"),
				told(get("/cookie").header("Cookie: theme=0"), "cookie /theme"),
				told(get("/validated/parameters?size=0"), "query /size"),
				// forms
				ofForm(form("/parameter", "page.size=0"), "form /page.size"),
				ofForm(form("/parameter", "page.size=x"), "form /page.size"),
				ofForm(form("/parameter", ""), "form /page.size"),
				told(form("/parameter?page%2Esize=0", "a=b"), "query /page.size"),
				told(form("/parameter?other=1&page.size", "a=b"), "query /page.size"),
				ofForm(form("/parameter?x=page.size", "page.size=0"), "form /page.size"),
				ofForm(form("/parameter?page.siz=1&&x", "page.size=0"), "form /page.size"),
				ofForm(multipart("/parameter", "name=\"page.size\"\n\n0"), "form /page.size"),
				told(of("GET", "/parameter?page.size=0").header("Content-Type: application/x-www-form-urlencoded"),
						"query /page.size"),
				told(form("/object", "lines[1].quantity=0&prices[a.b]=0"), "form /lines/1/quantity, form /prices/a.b"),
				told(form("/object", "lines[0].quantity=x"), "form /lines/0/quantity"),
				told(get("/object?lines%5B0%5D.quantity=0"), "query /lines/0/quantity"),
				told(get("/object?lines%5Bx%5D.quantity=1"), "query /lines/x"),
				// found by the application
				row(get("/own")).isForeign(409, "{\"where\":\"null /lines/0/quantity, header /X-Depth\"}"));
	}

	/** A field of a form that is a parameter of a handler. */
	private static Row ofForm(Exchange exchange, String where) {
		return told(exchange, where).except(Container.NETTY, "Spring WebFlux takes parameters from the query only");
	}

	private static Row told(Exchange exchange, String where) {
		return row(exchange).isForeign(400, "{\"where\":\"" + where + "\"}");
	}

	record Line(@Min(1) int quantity) {
	}

	record Order(List<@Valid Line> lines, Map<String, @Min(1) Integer> prices, Set<@Size(min = 2) String> tags) {
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(FineController.class)
	static class Application {

		@Bean
		ApiErrorCustomizer where() {
			return (error) -> error.withAttribute("where",
					String.join(", ",
							error.violations()
								.stream()
								.map((each) -> word(each.in()) + " " + each.path().toPointer())
								.toList()));
		}

		private static String word(InputLocation in) {
			return (in != null) ? in.word() : "null";
		}

		@RestController
		static class InputController {

			@PostMapping("/order")
			void order(@Valid @RequestBody Order order) {
			}

			@PostMapping("/lines")
			void lines(@RequestBody List<@Valid Line> lines) {
			}

			@PostMapping("/part")
			void part(@Valid @RequestPart("meta") Line line) {
			}

			@GetMapping("/path/{id}")
			void path(@PathVariable @Min(1) int id) {
			}

			@RequestMapping("/parameter")
			void parameter(@RequestParam("page.size") @Min(1) int size) {
			}

			@GetMapping("/header")
			void header(@RequestHeader("X-Depth") @Min(1) int depth) {
			}

			@GetMapping("/cookie")
			void cookie(@CookieValue("theme") @Min(1) int theme) {
			}

			@RequestMapping("/object")
			void object(@Valid @ModelAttribute Form form) {
			}

			@GetMapping("/own")
			void own() {
				throw new ErrorCodeException("refused").violation("lines[0].quantity", "is too much")
					.violation(new Violation("X-Depth", "field_range", "is too deep").in(InputLocation.HEADER));
			}

		}

		@RestController
		@Validated
		static class ValidatedController {

			@PostMapping("/validated/order")
			void order(@Valid @RequestBody Order order) {
			}

			@GetMapping("/validated/parameters")
			void parameters(@RequestParam @Min(1) int size) {
			}

		}

	}

	static class Form {

		private List<@Valid FormLine> lines = new ArrayList<>();

		private Map<String, @Min(1) Integer> prices = new HashMap<>();

		public List<FormLine> getLines() {
			return this.lines;
		}

		public void setLines(List<FormLine> lines) {
			this.lines = lines;
		}

		public Map<String, Integer> getPrices() {
			return this.prices;
		}

		public void setPrices(Map<String, Integer> prices) {
			this.prices = prices;
		}

	}

	static class FormLine {

		@Min(1)
		private int quantity = 1;

		public int getQuantity() {
			return this.quantity;
		}

		public void setQuantity(int quantity) {
			this.quantity = quantity;
		}

	}

}
