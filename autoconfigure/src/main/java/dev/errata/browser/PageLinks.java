package dev.errata.browser;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.Contract;

/**
 * Addresses as a page of the catalog has to write them: relative to its own.
 *
 * @param catalog the address of the catalog
 * @param root the address of the application, with a slash at its end
 */
record PageLinks(String catalog, String root) {

	/**
	 * Return the links of a page.
	 * @param path the path of the catalog below the application's own
	 * @param depth how many segments of the page's address stand behind it
	 */
	static PageLinks of(String path, int depth) {
		int up = depth + (int) path.chars().filter((c) -> c == '/').count() - 1;
		return new PageLinks("../".repeat(depth) + path.substring(path.lastIndexOf('/') + 1),
				(up > 0) ? "../".repeat(up) : "./");
	}

	/**
	 * Return a text as the value of a parameter.
	 */
	static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	String to(Contract contract) {
		return below("/" + contract.name());
	}

	String to(Contract contract, CatalogEntry entry) {
		// never the first segment, in which a colon would make it a scheme
		return below("/" + contract.name() + "/" + entry.code());
	}

	String below(String rest) {
		return this.catalog + rest;
	}

}
