package dev.errata.contract;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.errata.properties.PropertiesReader;

import org.springframework.util.Assert;

/**
 * The results of building {@code errata.*}, which has no fault: the contracts, and one
 * object for each {@link PropertiesPart}.
 *
 * @since 0.1.0
 * @hidden
 */
public final class CheckedProperties {

	private final Contracts contracts;

	private final Map<PropertiesPart<?, ?>, Object> parts = new HashMap<>();

	CheckedProperties(Contracts contracts, List<PropertiesPart<?, ?>> parts, PropertiesReader reader) {
		this.contracts = contracts;
		parts.forEach((part) -> this.parts.put(part, part.build(contracts, reader)));
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
		Object built = this.parts.get(part);
		Assert.state(built != null, () -> "The part '" + part.name() + "' is not known");
		return (T) built;
	}

}
