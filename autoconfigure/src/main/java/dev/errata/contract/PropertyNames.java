package dev.errata.contract;

import java.lang.reflect.RecordComponent;
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
 * The names that properties have by the records they are bound to.
 */
final class PropertyNames {

	private PropertyNames() {
	}

	/**
	 * Return the names of the properties of a record, as they are written.
	 */
	static List<String> of(Class<?> type) {
		return Arrays.stream(type.getRecordComponents())
			.map((component) -> DataObjectPropertyName.toDashedForm(component.getName()))
			.toList();
	}

	/**
	 * Find the first element of a name that is none of the names there are.
	 * @param type the record that is bound
	 * @param prefix what it is bound to
	 * @param others names that stand beside the properties of that record
	 * @param name a name below the prefix
	 * @return the element, or {@code null} if it is not the name of a property; without
	 * any known names if it stands below a value
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
				current = current.asCollection().getGeneric();
			}
			else if (raw.isRecord()) {
				String element = name.getElement(i, Form.UNIFORM);
				RecordComponent known = Arrays.stream(raw.getRecordComponents())
					.filter((component) -> WrittenProperties.fold(component.getName()).equals(element))
					.findFirst()
					.orElse(null);
				if (known == null) {
					boolean root = i == prefix.getNumberOfElements();
					return name.isNumericIndex(i) ? null
							: new Unknown(element, raw, root ? joined(of(raw), others) : of(raw));
				}
				current = ResolvableType.forType(known.getGenericType());
			}
			else {
				return new Unknown(name.getElement(i, Form.UNIFORM), raw, List.of());
			}
		}
		return null;
	}

	static List<String> joined(List<String> names, Collection<String> others) {
		return Stream.concat(names.stream(), others.stream()).toList();
	}

	/**
	 * A name that no property has.
	 *
	 * @param name the name
	 * @param owner the record whose property it would be
	 * @param known the names that there are
	 */
	record Unknown(String name, Class<?> owner, List<String> known) {

		/**
		 * Return the names that this one was perhaps meant to be, best first.
		 */
		List<String> nearest() {
			return CodeNames.nearest(this.name, this.known);
		}

	}

}
