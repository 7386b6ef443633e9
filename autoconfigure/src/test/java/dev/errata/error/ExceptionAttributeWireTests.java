package dev.errata.error;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.errata.catalog.CatalogEntry;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Service;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attributes that a code takes from its exceptions.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExceptionAttributeWireTests extends EveryStackTests {

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE,
				"errata.codes.out_of_stock.status=409",
				"errata.codes.out_of_stock.message={details.available:none} of {details.sku:it} left",
				"errata.codes.out_of_stock.exceptions="
						+ "dev.errata.error.ExceptionAttributeWireTests$OutOfStockException",
				"errata.codes.out_of_stock.details.sku=sku", "errata.codes.out_of_stock.details.available=available",
				"errata.codes.out_of_stock.details.shop=shop.city",
				"errata.codes.out_of_stock.details.sold-out=soldOut", "errata.codes.annotated.status=410",
				"errata.codes.annotated.details.since=since", "errata.codes.failing.status=411",
				"errata.codes.failing.details.bad=bad", "errata.codes.failing.details.good=good",
				"errata.codes.told.status=412", "errata.codes.told.details.sku=sku",
				"errata.codes.told.details.reason=reason");
	}

	@TestFactory
	Stream<DynamicTest> attributes() {
		return table(
				row("getter, accessor, field and a property of a property", get("/raise/stock"))
					.is(409, "out_of_stock", "3 of A-7 left")
					.details("{\"sku\":\"A-7\",\"available\":3,\"shop\":\"Turin\",\"sold-out\":false}"),
				row("of a subclass, null", get("/raise/closed")).is(409, "out_of_stock", "3 of A-7 left")
					.details("{\"sku\":\"A-7\",\"available\":3,\"sold-out\":false}"),
				row("of a cause", get("/raise/wrapped")).is(409, "out_of_stock", "3 of A-7 left")
					.details("{\"sku\":\"A-7\",\"available\":3,\"shop\":\"Turin\",\"sold-out\":false}"),
				row("code without exception", get("/raise/code")).is(409, "out_of_stock", "none of B-1 left")
					.details("{\"sku\":\"B-1\"}"),
				row("of an annotated exception", get("/raise/annotated")).is(410, "annotated", "Gone")
					.details("{\"since\":1999}"),
				row("of an exception that names its code, what is said being stronger", get("/raise/own"))
					.is(412, "told", "Precondition Failed")
					.details("{\"sku\":\"said\",\"reason\":\"r\"}"),
				row("of an exception with a translator", get("/raise/translated"))
					.is(412, "told", "Precondition Failed")
					.details("{\"reason\":\"r\",\"sku\":\"told\"}"),
				row("of a library's code", get("/raise/library")).is(413, "library", "Content Too Large")
					.details("{\"limit\":5}"),
				row("accessor that fails", get("/raise/failing")).is(411, "failing", "Length Required")
					.details("{\"good\":\"g\"}"));
	}

	@Test
	void accessorThatFailsIsToldOnce(CapturedOutput output) {
		answer(get("/raise/failing"));
		answer(get("/raise/failing"));
		assertThat(output.getOut().split("The property 'bad' of ", -1)).hasSizeLessThanOrEqualTo(2);
	}

	record Shop(String city) {
	}

	static class OutOfStockException extends RuntimeException {

		public final boolean soldOut = false;

		public String getSku() {
			return "A-7";
		}

		public int available() {
			return 3;
		}

		public Shop getShop() {
			return new Shop("Turin");
		}

	}

	static class ClosedException extends OutOfStockException {

		@Override
		public Shop getShop() {
			return null;
		}

	}

	@ErrorCode("annotated")
	static class AnnotatedException extends RuntimeException {

		public int since() {
			return 1999;
		}

	}

	@ErrorCode("failing")
	static class FailingException extends RuntimeException {

		public String getBad() {
			throw new IllegalStateException(SECRET);
		}

		public String getGood() {
			return "g";
		}

	}

	static class OwnException extends ErrorCodeException {

		OwnException() {
			super("told");
			with("sku", "said");
		}

		public String getSku() {
			return "unsaid";
		}

		public String reason() {
			return "r";
		}

	}

	static class TranslatedException extends RuntimeException {

		public String reason() {
			return "r";
		}

	}

	static class LibraryException extends RuntimeException {

		public int limit() {
			return 5;
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(FineController.class)
	static class Application {

		@Bean
		ErrorTranslator translator() {
			return (exception) -> (exception instanceof TranslatedException) ? Failure.of("told").with("sku", "told")
					: null;
		}

		@Bean
		CatalogEntry library() {
			return CatalogEntry.of("library",
					(entry) -> entry.status(413).exceptions(LibraryException.class).details(Map.of("limit", "limit")));
		}

		@RestController
		static class RaisingController {

			@GetMapping("/raise/{name}")
			void raise(@PathVariable String name) {
				throw switch (name) {
					case "stock" -> new OutOfStockException();
					case "closed" -> new ClosedException();
					case "wrapped" -> new IllegalStateException(SECRET, new OutOfStockException());
					case "code" -> new ErrorCodeException("out_of_stock").with("sku", "B-1");
					case "annotated" -> new AnnotatedException();
					case "own" -> new OwnException();
					case "translated" -> new TranslatedException();
					case "library" -> new LibraryException();
					default -> new FailingException();
				};
			}

		}

	}

}
