package dev.errata.properties;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.errata.catalog.CodeNames;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.ResolvableType;

/**
 * The names of properties, as the components of records define them.
 */
final class RecordPropertyNames {

	/** Names that other libraries have for these properties. */
	private static final Map<String, List<String>> OTHER_NAMES = Map.ofEntries(Map.entry("errors", List.of("codes")),
			Map.entry("errorcodes", List.of("codes")), Map.entry("template", List.of("body")),
			Map.entry("contenttype", List.of("media-type")), Map.entry("httpstatus", List.of("status")),
			Map.entry("statuscode", List.of("status")), Map.entry("description", List.of("message", "meaning")),
			Map.entry("text", List.of("message")), Map.entry("reason", List.of("message")),
			Map.entry("cause", List.of("meaning")), Map.entry("solution", List.of("fix")),
			Map.entry("url", List.of("docs")), Map.entry("link", List.of("docs")),
			Map.entry("classes", List.of("exceptions")));

	private RecordPropertyNames() {
	}

	/**
	 * Return the names of the properties of a record, as they are written.
	 */
	static List<String> of(Class<?> type) {
		List<String> names = new ArrayList<>();
		for (RecordComponent component : type.getRecordComponents()) {
			names.add(DataObjectPropertyName.toDashedForm(component.getName()));
		}
		return names;
	}

	/**
	 * Find the first element of a name that no record has.
	 * @param type the record that is bound
	 * @param prefix what it is bound to
	 * @param others names that are known beside the properties of that record
	 * @param name a name below the prefix
	 * @return the element, or {@code null} if it is not the name of a property; without
	 * any known names if it stands below a value or a list
	 */
	static @Nullable Unknown unknown(Class<?> type, ConfigurationPropertyName prefix, Collection<String> others,
			ConfigurationPropertyName name) {
		ResolvableType current = ResolvableType.forClass(type);
		for (int i = prefix.getNumberOfElements(); i < name.getNumberOfElements(); i++) {
			Class<?> raw = current.resolve(Object.class);
			if (Map.class.isAssignableFrom(raw)) {
				current = current.asMap().getGeneric(1);
			}
			else if (Collection.class.isAssignableFrom(raw)) {
				if (!name.isNumericIndex(i)) {
					return new Unknown(i, name.getElement(i, Form.UNIFORM), raw, List.of());
				}
				current = current.asCollection().getGeneric();
			}
			else if (raw.isRecord()) {
				String element = name.getElement(i, Form.UNIFORM);
				RecordComponent known = Arrays.stream(raw.getRecordComponents())
					.filter((component) -> PropertyOrigins.uniform(component.getName()).equals(element))
					.findFirst()
					.orElse(null);
				if (known == null) {
					boolean root = i == prefix.getNumberOfElements();
					return new Unknown(i, element, raw, root ? joined(of(raw), others) : of(raw));
				}
				current = ResolvableType.forType(known.getGenericType());
			}
			else {
				return new Unknown(i, name.getElement(i, Form.UNIFORM), raw, List.of());
			}
		}
		return null;
	}

	/**
	 * Return whether a name is that of a property of codes.
	 */
	static boolean isOfCode(String name) {
		String uniform = PropertyOrigins.uniform(name);
		for (RecordComponent property : CodeProperties.class.getRecordComponents()) {
			if (PropertyOrigins.uniform(property.getName()).equals(uniform)) {
				return true;
			}
		}
		return false;
	}

	static List<String> joined(List<String> names, Collection<String> others) {
		return Stream.concat(names.stream(), others.stream()).toList();
	}

	/**
	 * A name that no property has.
	 *
	 * @param index the place of the name among the elements
	 * @param name the name
	 * @param owner the record whose property it would be
	 * @param known the names that there are
	 */
	record Unknown(int index, String name, Class<?> owner, List<String> known) {

		/**
		 * Return whether there are names where the elements of a list are expected.
		 */
		boolean isBelowList() {
			return Collection.class.isAssignableFrom(this.owner);
		}

		/**
		 * Return the names that are most similar to this one, best first.
		 */
		List<String> nearest() {
			List<String> meant = OTHER_NAMES.getOrDefault(this.name, List.of())
				.stream()
				.filter(this.known::contains)
				.toList();
			return !meant.isEmpty() ? meant : CodeNames.alike(this.name, this.known);
		}

	}

}
