package dev.errata.contract;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import dev.errata.catalog.CodeNames;

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
	 * Return the names that the first unknown element of a name was perhaps meant to be,
	 * best first.
	 * @param type the record that is bound
	 * @param prefix what it is bound to
	 * @param name a name below the prefix
	 */
	static List<String> nearest(Class<?> type, ConfigurationPropertyName prefix, ConfigurationPropertyName name) {
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
					return name.isNumericIndex(i) ? List.of() : CodeNames.nearest(element, of(raw));
				}
				current = ResolvableType.forType(known.getGenericType());
			}
			else {
				return List.of();
			}
		}
		return List.of();
	}

}
