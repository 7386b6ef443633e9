package dev.errata.error;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;

/**
 * Errors to test with, from codes that a test declares.
 */
public final class TestErrors {

	/** When everything fails. */
	public static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

	private TestErrors() {
	}

	public static ErrorRequest request() {
		return request(Locale.ROOT);
	}

	public static ErrorRequest request(Locale locale) {
		return new ErrorRequest("req-1", "POST", "/orders/7", "/shop", locale, NOW);
	}

	public static ErrorCatalog catalog(CatalogEntry... entries) {
		return ErrorCatalog.of(List.of(entries), false);
	}

	public static ErrorCatalog closedCatalog(CatalogEntry... entries) {
		return ErrorCatalog.of(List.of(entries), true);
	}

	public static ErrorComposer composer(CatalogEntry... entries) {
		return new ErrorComposer("default", catalog(entries), null, "/errors");
	}

	public static ApiError compose(Failure failure, CatalogEntry... entries) {
		return composer(entries).compose(failure, request(), null);
	}

}
