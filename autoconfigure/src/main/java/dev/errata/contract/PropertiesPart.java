package dev.errata.contract;

import dev.errata.properties.PropertiesReader;

import org.springframework.util.Assert;

/**
 * A section of {@code errata.*} that another package owns, such as
 * {@code errata.idempotency}. If anything of it is set, it is bound, checked and built
 * together with the contracts, even if its feature is disabled. Use
 * {@link CheckedProperties} to get the result.
 *
 * @param name the name below {@code errata}
 * @param type the record of its properties
 * @param builder builds an object from the properties
 * @param <P> the type of the record
 * @param <T> the type of the result
 * @since 0.1.0
 * @hidden
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
	 * Builds an object from properties.
	 *
	 * @param <P> the type of the properties
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	public interface Builder<P, T> {

		/**
		 * Build the object, and report faults of the properties. If there are any, in
		 * this part or another, the application does not start and the result is dropped.
		 * @param properties the properties, without those that have a fault
		 * @param contracts the contracts; if one of them has a fault, only their names,
		 * paths and codes are as configured
		 * @param reader takes the faults
		 * @return the result
		 */
		T build(P properties, Contracts contracts, PropertiesReader reader);

	}

}
