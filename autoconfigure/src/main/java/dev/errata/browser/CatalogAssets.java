package dev.errata.browser;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;

/**
 * Style sheet and script of the pages. Their names change with their content, so that
 * they can be cached forever.
 */
final class CatalogAssets {

	private final CatalogDocument style = load("catalog.css", "text/css;charset=UTF-8");

	private final CatalogDocument script = load("catalog.js", "text/javascript;charset=UTF-8");

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
		return this.style.hash() + ".css";
	}

	String script() {
		return this.script.hash() + ".js";
	}

	@Nullable CatalogDocument find(String name) {
		return name.equals(style()) ? this.style : (name.equals(script()) ? this.script : null);
	}

}
