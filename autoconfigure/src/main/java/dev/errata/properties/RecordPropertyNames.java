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
			Map.entry("classes", List.of("exceptions")), Map.entry("baseurl", List.of("url")),
			Map.entry("uri", List.of("url", "docs")), Map.entry("retries", List.of("retry")),
			Map.entry("locale", List.of("language")), Map.entry("format", List.of("preset")),
			Map.entry("generator", List.of("style")), Map.entry("size", List.of("max")),
			Map.entry("level", List.of("log")));

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
		List<ConfigurationPropertyName> enclosing = new ArrayList<>();
		for (int i = prefix.getNumberOfElements(); i < name.getNumberOfElements(); i++) {
			Class<?> raw = current.resolve(Object.class);
			if (Map.class.isAssignableFrom(raw)) {
				current = current.asMap().getGeneric(1);
			}
			else if (Collection.class.isAssignableFrom(raw)) {
				if (!name.isNumericIndex(i)) {
					return new Unknown(i, name.getElement(i, Form.DASHED), raw, List.of(), List.of());
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
					return new Unknown(i, name.getElement(i, Form.DASHED), raw,
							root ? joined(of(raw), others) : of(raw), elsewhere(element, raw, name.chop(i), enclosing));
				}
				for (RecordComponent component : raw.getRecordComponents()) {
					enclosing.add(append(name.chop(i), component));
				}
				current = ResolvableType.forType(known.getGenericType());
			}
			else {
				return new Unknown(i, name.getElement(i, Form.DASHED), raw, List.of(), List.of());
			}
		}
		return null;
	}

	/**
	 * Return the full names of the properties that are called the same, and are probably
	 * meant: in a section below the record, else around it.
	 */
	private static List<String> elsewhere(String uniform, Class<?> owner, ConfigurationPropertyName place,
			List<ConfigurationPropertyName> enclosing) {
		List<String> below = called(uniform, owner, place).toList();
		return !below.isEmpty() ? below
				: enclosing.stream()
					.filter((name) -> name.getLastElement(Form.UNIFORM).equals(uniform))
					.map(ConfigurationPropertyName::toString)
					.toList();
	}

	/**
	 * Return the full names of the properties of a record, and of the records below it,
	 * that are called the same.
	 */
	private static Stream<String> called(String uniform, Class<?> type, ConfigurationPropertyName prefix) {
		return Arrays.stream(type.getRecordComponents()).flatMap((component) -> {
			ConfigurationPropertyName name = append(prefix, component);
			Stream<String> below = component.getType().isRecord() ? called(uniform, component.getType(), name)
					: Stream.empty();
			return name.getLastElement(Form.UNIFORM).equals(uniform) ? Stream.concat(Stream.of(name.toString()), below)
					: below;
		});
	}

	private static ConfigurationPropertyName append(ConfigurationPropertyName prefix, RecordComponent component) {
		return prefix.append(DataObjectPropertyName.toDashedForm(component.getName()));
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
	 * @param elsewhere the full names of properties in other sections that have this name
	 */
	record Unknown(int index, String name, Class<?> owner, List<String> known, List<String> elsewhere) {

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
			List<String> meant = OTHER_NAMES.getOrDefault(PropertyOrigins.uniform(this.name), List.of())
				.stream()
				.filter(this.known::contains)
				.toList();
			List<String> nearest = !meant.isEmpty() ? meant : CodeNames.alike(this.name, this.known);
			return !nearest.isEmpty() ? nearest : this.elsewhere;
		}

	}

}
