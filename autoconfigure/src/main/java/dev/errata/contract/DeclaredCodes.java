package dev.errata.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.CatalogRules;
import dev.errata.catalog.CodeNames;
import dev.errata.catalog.Fault;
import dev.errata.catalog.StatusDescription;
import dev.errata.properties.CodeProperties;
import dev.errata.properties.FaultReport;
import dev.errata.properties.PropertiesReader;
import org.jspecify.annotations.Nullable;

/**
 * Builds the entries of a catalog from the properties of codes.
 */
final class DeclaredCodes {

	private static final Set<String> CONSTRAINTS = Set.of("AssertFalse", "AssertTrue", "DecimalMax", "DecimalMin",
			"Digits", "Email", "Future", "FutureOrPresent", "Max", "Min", "Negative", "NegativeOrZero", "NotBlank",
			"NotEmpty", "NotNull", "Null", "Past", "PastOrPresent", "Pattern", "Positive", "PositiveOrZero", "Size",
			// and those of Hibernate Validator that are used most
			"CreditCardNumber", "Length", "Range", "URL", "UUID", "UniqueElements");

	private final PropertiesReader reader;

	private final FaultReport report;

	private final Collection<String> known;

	/**
	 * Create an instance.
	 * @param known codes that beans declare
	 */
	DeclaredCodes(PropertiesReader reader, Collection<String> known) {
		this.reader = reader;
		this.report = reader.report();
		this.known = known;
	}

	/**
	 * Return the entries of a contract by the folded form of their codes.
	 * @param prefix the path of the contract, with a dot at its end
	 */
	Map<String, CatalogEntry> entries(String prefix, @Nullable Map<String, CodeProperties> codes) {
		Map<String, CatalogEntry> entries = new LinkedHashMap<>();
		for (Map.Entry<String, CodeProperties> code : this.reader.codes(prefix + "codes", codes, this.known)
			.entrySet()) {
			entries.put(CodeNames.fold(code.getKey()), entry(prefix + "codes", code.getKey(), code.getValue()));
		}
		return entries;
	}

	private CatalogEntry entry(String codes, String code, CodeProperties properties) {
		String property = codes + "." + code;
		// with a dot, it is an element only in brackets
		String path = (code.indexOf('.') < 0) ? property : codes + "[" + code + "]";
		return CatalogEntry.of(code, (entry) -> {
			if (properties.status() != null) {
				List<Integer> statuses = new ArrayList<>(properties.status());
				statuses.removeAll(Collections.singleton(null));
				entry.status(statuses.toArray(new Integer[0]));
			}
			entry.family(properties.family())
				.title(this.reader.text(path + ".title", properties.title()))
				.message(this.reader.text(path + ".message", properties.message()))
				.detail(this.reader.text(path + ".detail", properties.detail()))
				.meaning(this.reader.text(path + ".meaning", properties.meaning()))
				.fix(this.reader.text(path + ".fix", properties.fix()))
				.docs(properties.docs())
				.retryable(properties.retryable())
				.retryAfter(properties.retryAfter())
				.exitCode(properties.exitCode())
				.exposeMessage(properties.exposeMessage())
				.since(properties.since());
			if (properties.deprecated() != null) {
				entry.deprecated(properties.deprecated().since(), properties.deprecated().use());
			}
			if (properties.log() != null) {
				entry.logLevel(properties.log().level()).logStack(properties.log().stack());
			}
			if (properties.at() != null) {
				properties.at()
					.forEach((status, advice) -> entry.at(status, description(path + ".at." + status + ".", advice)));
			}
			entry.exceptions(exceptions(property + ".exceptions", properties.exceptions()));
			String[] constraints = distinct(properties.constraints());
			warnOfConstraints(property + ".constraints", constraints);
			entry.constraints(constraints);
			entry.replaces(distinct(properties.replaces()));
			entry.extensions(this.reader.extensions(path + ".extensions", properties.extensions()));
			entry.details(this.reader.declared(path + ".details", properties.details()));
		});
	}

	private StatusDescription description(String path, CodeProperties.StatusProperties properties) {
		return new StatusDescription(this.reader.text(path + "title", properties.title()),
				this.reader.text(path + "message", properties.message()),
				this.reader.text(path + "detail", properties.detail()),
				this.reader.text(path + "meaning", properties.meaning()),
				this.reader.text(path + "fix", properties.fix()), properties.docs(), properties.retryable(),
				properties.retryAfter(), this.reader.extensions(path + "extensions", properties.extensions()));
	}

	/**
	 * Warn of names that are almost those of well-known constraints. Other names may be
	 * those of the application or of its database.
	 */
	private void warnOfConstraints(String property, String[] constraints) {
		for (String constraint : constraints) {
			String rule = constraint.split("\\.", 2)[0];
			if (CONSTRAINTS.stream().noneMatch(rule::equalsIgnoreCase)) {
				CONSTRAINTS.stream()
					.filter((known) -> CodeNames.isAlmost(rule, known)
							|| CodeNames.fold(rule).equals(CodeNames.fold(known)))
					.sorted()
					.findFirst()
					.ifPresent(
							(known) -> this.report.warn("'%s' (%s) is not a well-known constraint. Did you mean '%s'?"
								.formatted(constraint, property, known)));
			}
		}
	}

	static String[] distinct(@Nullable List<String> values) {
		Set<String> distinct = new LinkedHashSet<>((values != null) ? values : List.of());
		distinct.remove(null);
		return distinct.toArray(new String[0]);
	}

	@SuppressWarnings("unchecked")
	private Class<? extends Throwable>[] exceptions(String property, @Nullable List<String> names) {
		List<Class<?>> exceptions = new ArrayList<>();
		for (String name : distinct(names)) {
			Class<?> type = this.reader.findClass(name);
			if (type == null) {
				this.report.add(property, name, "There is no such class.",
						"Use the full name of the class, for a nested one Outer$Inner.");
				continue;
			}
			Fault fault = CatalogRules.checkException(property, type);
			if (fault != null) {
				this.report.add("", fault);
			}
			else {
				exceptions.add(type);
			}
		}
		return exceptions.toArray(new Class[0]);
	}

}
