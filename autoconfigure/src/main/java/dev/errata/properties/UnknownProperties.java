package dev.errata.properties;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.errata.catalog.CodeNames;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Reports properties that no record has, each section once, with the names that are most
 * similar.
 */
final class UnknownProperties {

	private static final String NO_PROPERTY = "There is no such property.";

	private static final String PROPERTY_OF_CODE = "This is a property of a code, but it is beside the codes instead of below one.";

	private final FaultReport report;

	private final Class<?> type;

	private final ConfigurationPropertyName prefix;

	private final Collection<String> others;

	/** Names that are reported together with everything below them. */
	private final Set<ConfigurationPropertyName> told = new HashSet<>();

	/**
	 * Create an instance.
	 * @param prefix what the record is bound to
	 * @param type the record
	 * @param others names that are known beside the properties of that record
	 */
	UnknownProperties(FaultReport report, String prefix, Class<?> type, Collection<String> others) {
		this.report = report;
		this.prefix = ConfigurationPropertyName.of(prefix);
		this.type = type;
		this.others = others;
	}

	/**
	 * Report a property of codes that is beside them.
	 * @param property the full name
	 * @param name its last element
	 */
	static void reportBesideCodes(FaultReport report, String property, String name, @Nullable Object value,
			@Nullable String place) {
		report.add(property, value, place, PROPERTY_OF_CODE, "Indent '" + name + "' below its code, or write '" + name
				+ ": { status: 409 }' to declare a code of this name.");
	}

	/**
	 * Report a property.
	 * @param full the name as it is written
	 * @param place where it is written
	 */
	void report(ConfigurationProperty property, String full, @Nullable String place) {
		ConfigurationPropertyName name = property.getName();
		RecordPropertyNames.Unknown unknown = RecordPropertyNames.unknown(this.type, this.prefix, this.others, name);
		if (unknown == null && String.valueOf(property.getValue()).isBlank()) {
			// enums, booleans and the like, which are null then
			this.report.add(full, property.getValue(), place, "An empty value is not allowed here.",
					"Set a value, or remove the property.");
			return;
		}
		if (unknown == null) {
			this.report.add(full, property.getValue(), place, NO_PROPERTY, "Check the spelling and the indentation.");
			return;
		}
		boolean listed = name.isNumericIndex(unknown.index()) && !unknown.known().isEmpty();
		boolean whole = !listed && !unknown.isBelowList();
		ConfigurationPropertyName faulty = name.chop(unknown.index() + (whole ? 1 : 0));
		if (!this.told.add(faulty)) {
			return;
		}
		String written = PropertyOrigins.beginning(full, faulty.getNumberOfElements());
		String last = faulty.getLastElement(Form.DASHED);
		if (listed && unknown.owner() == CodeProperties.class && RecordPropertyNames.isOfCode(last)) {
			reportBesideCodes(this.report, written, last, null, place);
		}
		else if (listed) {
			this.report.add(written, null, place, "This property has properties of its own and cannot be a list.",
					"Set these below it: " + String.join(", ", unknown.known()) + ".");
		}
		else if (!whole) {
			this.report.add(written, null, place, "A list is expected here, not names.",
					"Write '- VALUE' below it, or '[VALUE]'.");
		}
		else if (unknown.known().isEmpty()) {
			this.report.add(full, property.getValue(), place,
					"The property above this one takes a single value and has no properties of its own.",
					"Set a single value there. Put a text with braces, such as JSON, in quotes or after '|'.");
		}
		else {
			this.report.add(written, written.equals(full) ? property.getValue() : null, place, NO_PROPERTY,
					action(unknown, PropertyOrigins.elements(full), property.getValue()));
		}
	}

	private static String action(RecordPropertyNames.Unknown unknown, List<String> elements, @Nullable Object value) {
		List<String> nearest = unknown.nearest();
		if (!nearest.isEmpty()) {
			return CodeNames.didYouMean(nearest);
		}
		String names = "Check the indentation, or use one of: " + String.join(", ", unknown.known()) + ".";
		if (unknown.owner() != CodeProperties.class) {
			return names;
		}
		String code = codeWithDot(elements, unknown.index(), value);
		return (code != null) ? "Put a code with a dot in brackets: \"[" + code + "]\"."
				: names + " Put a code with a dot in brackets: \"[a.b]\".";
	}

	/**
	 * Return the code with a dot that the elements probably are, since a status or a
	 * property of codes follows.
	 */
	private static @Nullable String codeWithDot(List<String> elements, int unknown, @Nullable Object value) {
		int last = elements.size() - 1;
		if (last > unknown && RecordPropertyNames.isOfCode(elements.get(last))) {
			return String.join(".", elements.subList(unknown - 1, last));
		}
		return ShortForms.isStatus(value) ? String.join(".", elements.subList(unknown - 1, last + 1)) : null;
	}

}
