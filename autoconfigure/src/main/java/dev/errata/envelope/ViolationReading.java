package dev.errata.envelope;

import java.util.List;

import dev.errata.catalog.CatalogRules;
import dev.errata.error.Texts;
import dev.errata.error.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What another service tells of one invalid input.
 */
final class ViolationReading {

	private String field = "";

	private String code = "";

	private String message = "";

	private boolean told;

	void put(List<String> names, Object read) {
		String value = read.toString();
		this.told = true;
		switch (names.get(0)) {
			case "field" -> this.field = Texts.clean(value);
			case "code" -> this.code = CatalogRules.isCode(value) ? value : "";
			default -> this.message = Texts.clean(value);
		}
	}

	@Nullable Violation violation() {
		return this.told ? new Violation(this.field, this.code.isEmpty() ? "field_invalid" : this.code, this.message)
				: null;
	}

}
