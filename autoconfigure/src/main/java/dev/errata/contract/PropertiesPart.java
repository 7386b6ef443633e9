package dev.errata.contract;

import dev.errata.properties.PropertiesReader;

import org.springframework.util.Assert;

/**
 * A part of {@code errata.*} that belongs to another room: it is bound, checked and built
 * together with the contracts, whether or not it is enabled. Use
 * {@link CheckedProperties} to get what was built.
 *
 * @param name the name below {@code errata}
 * @param type the record of its properties
 * @param builder builds what the properties stand for
 * @param <P> the type of the record
 * @param <T> the type of what is built
 * @since 0.1.0
 */
public record PropertiesPart<P, T>(String name, Class<P> type, Builder<P, T> builder) {

	public PropertiesPart {
		Assert.notNull(name, "'name' must not be null");
		Assert.notNull(type, "'type' must not be null");
		Assert.notNull(builder, "'builder' must not be null");
	}

	T build(Contracts contracts, PropertiesReader reader) {
		return this.builder.build(reader.bind(this.name, this.type), contracts, reader);
	}

	/**
	 * Builds what properties stand for.
	 *
	 * @param <P> the type of the properties
	 * @param <T> the type of what is built
	 */
	@FunctionalInterface
	public interface Builder<P, T> {

		/**
		 * Build what the properties stand for, and report their faults. If there are any,
		 * in this part or another, the application does not start and the result is
		 * dropped.
		 * @param properties the properties; one that has a fault is not set
		 * @param contracts the contracts; if one of them has a fault, only their names,
		 * paths and codes are as configured
		 * @param reader takes the faults
		 * @return what was built
		 */
		T build(P properties, Contracts contracts, PropertiesReader reader);

	}

}
