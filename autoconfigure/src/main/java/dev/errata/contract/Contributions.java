package dev.errata.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.errata.catalog.CatalogEntry;
import dev.errata.envelope.ErrorEnvelope;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;

/**
 * What the application contributes to its contracts besides properties.
 *
 * @param entries codes that are beans
 * @param envelope the envelope of contracts that have no body, or {@code null} for the
 * default
 * @param messageSource texts of codes, or {@code null} if there are none
 * @param translations the languages that there are texts in
 * @param catalogPath supplies the path of the catalog's pages, or {@code null} if there
 * are none
 * @param ignoringCase whether the paths of handlers ignore case
 */
record Contributions(List<CatalogEntry> entries, @Nullable ErrorEnvelope envelope,
		@Nullable MessageSource messageSource, Set<Locale> translations, Supplier<@Nullable String> catalogPath,
		BooleanSupplier ignoringCase) {

	static final Contributions NONE = new Contributions(List.of(), null, null, Set.of(), () -> null, () -> false);

	List<String> codes() {
		List<String> codes = new ArrayList<>();
		for (CatalogEntry entry : this.entries) {
			codes.add(entry.code());
		}
		return codes;
	}

}
