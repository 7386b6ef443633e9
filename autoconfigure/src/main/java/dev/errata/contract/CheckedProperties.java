package dev.errata.contract;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.errata.properties.PropertiesReader;

/**
 * The results of building {@code errata.*}, which has no fault: the contracts, and one
 * object for each {@link PropertiesPart}. A part without any property has no fault
 * either, and is built when it is asked for.
 *
 * @since 0.1.0
 * @hidden
 */
public final class CheckedProperties {

	private final Contracts contracts;

	private final PropertiesReader reader;

	private final Map<PropertiesPart<?, ?>, Object> parts = new HashMap<>();

	CheckedProperties(Contracts contracts, List<PropertiesPart<?, ?>> parts, PropertiesReader reader) {
		this.contracts = contracts;
		this.reader = reader;
		for (PropertiesPart<?, ?> part : parts) {
			if (reader.isSet(part.name())) {
				this.parts.put(part, part.build(contracts, reader));
			}
		}
	}

	Contracts contracts() {
		return this.contracts;
	}

	/**
	 * Return the result of a part.
	 * @param part the part
	 * @param <T> the type of the result
	 * @return the result
	 */
	@SuppressWarnings("unchecked")
	public <T> T get(PropertiesPart<?, T> part) {
		T built = (T) this.parts.get(part);
		if (built == null) {
			built = part.build(this.contracts, this.reader);
			// a source that cannot list its properties may have some
			this.reader.report().throwIfAny();
		}
		return built;
	}

}
