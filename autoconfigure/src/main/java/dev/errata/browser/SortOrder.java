package dev.errata.browser;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * An order of codes.
 */
enum SortOrder {

	/** As declared, by family. */
	FAMILY,

	/** By status. */
	STATUS,

	/** By name. */
	NAME;

	static SortOrder of(@Nullable String name) {
		for (SortOrder order : values()) {
			if (order.word().equals(name)) {
				return order;
			}
		}
		return FAMILY;
	}

	String word() {
		return name().toLowerCase(Locale.ROOT);
	}

}
