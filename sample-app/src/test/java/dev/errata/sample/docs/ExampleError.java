package dev.errata.sample.docs;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.envelope.JsonEnvelope;
import dev.errata.error.ApiError;
import dev.errata.error.ErrorComposer;
import dev.errata.error.ErrorRequest;
import dev.errata.error.Failure;
import dev.errata.error.InputLocation;
import dev.errata.error.Violation;

/**
 * The error of the examples in the tables of placeholders and forms.
 */
final class ExampleError {

	private static final ErrorCatalog CATALOG = ErrorCatalog.of(List.of(CatalogEntry.of("out_of_stock",
			(entry) -> entry.status(409)
				.family("stock")
				.title("Out of stock")
				.message("Only 3 are left.")
				.docs("https://example.com/stock")
				.retryable(true)
				.retryAfter(Duration.ofSeconds(30))
				.extensions(Map.of("number", 20404)))),
			false);

	private ExampleError() {
	}

	/**
	 * Return the JSON of a placeholder.
	 */
	static String write(String template) {
		Failure failure = Failure.of("out_of_stock")
			.with("sku", "A-7")
			.with("available", 3)
			.violation(new Violation("lines[0].quantity", "field_range", "must be at most 3").in(InputLocation.BODY))
			.violation(new Violation("page", "field_type", "must be a number").in(InputLocation.QUERY));
		if (template.contains("details.size")) {
			failure.with("size", "42");
		}
		ErrorRequest request = new ErrorRequest("req-1", "POST", "/orders", "", Locale.ROOT,
				Instant.parse("2026-11-29T13:30:00Z"), "4bf92f3577b34da6a3ce929d0e0e4736", ErrorRequest.NO_QUOTA,
				ErrorRequest.NO_FORM);
		ApiError error = new ErrorComposer("default", CATALOG, Locale.ENGLISH, null, null).compose(failure, request,
				null);
		byte[] document = JsonEnvelope.compile("{\"x\": \"" + template + "\"}", null, "application/json").render(error);
		String json = new String(document, StandardCharsets.UTF_8);
		return json.substring("{\"x\":".length(), json.length() - 1);
	}

}
