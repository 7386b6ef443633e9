package dev.errata.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.util.function.SingletonSupplier;

/**
 * Style sheet and script of the pages. Their names change with their content, so that
 * they can be cached forever.
 */
final class CatalogAssets {

	private final Supplier<CatalogDocument> style = SingletonSupplier
		.of(() -> load("catalog.css", "text/css;charset=UTF-8"));

	private final Supplier<CatalogDocument> script = SingletonSupplier
		.of(() -> load("catalog.js", "text/javascript;charset=UTF-8"));

	private static CatalogDocument load(String name, String contentType) {
		try {
			return CatalogDocument.of(contentType,
					new ClassPathResource(name, CatalogAssets.class).getContentAsByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String style() {
		return this.style.get().hash() + ".css";
	}

	String script() {
		return this.script.get().hash() + ".js";
	}

	@Nullable CatalogDocument find(String name) {
		return name.equals(style()) ? this.style.get() : (name.equals(script()) ? this.script.get() : null);
	}

}
