package dev.errata.catalog;

import org.jspecify.annotations.Nullable;

/**
 * That a code is going to be removed.
 *
 * @param since the version of the service since which it is deprecated, or {@code null}
 * @param use the code to expect instead, or {@code null} if there is none
 * @since 0.1.0
 */
public record Deprecation(@Nullable String since, @Nullable String use) {

	/**
	 * Return what to tell people.
	 * @return a text: {@code deprecated since 2.0, use order_closed}
	 * @hidden
	 */
	public String words() {
		return "deprecated" + ((this.since != null) ? " since " + this.since : "")
				+ ((this.use != null) ? ", use " + this.use : "");
	}

}
