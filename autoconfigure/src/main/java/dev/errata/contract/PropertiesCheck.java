package dev.errata.contract;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.Assert;

/**
 * The check of all that is written below {@code errata}, while it goes on. Each part of
 * Errata reads what it owns, and all faults are told in one report.
 *
 * @since 0.1.0
 */
public final class PropertiesCheck {

	private final ConfigurableEnvironment environment;

	private final PropertyOrigins written;

	private final FaultReport report;

	private final Contracts contracts;

	PropertiesCheck(ConfigurableEnvironment environment, PropertyOrigins written, FaultReport report,
			Contracts contracts) {
		this.environment = environment;
		this.written = written;
		this.report = report;
		this.contracts = contracts;
	}

	static PropertiesCheck of(ConfigurableEnvironment environment, Contracts contracts) {
		Assert.notNull(environment, "'environment' must not be null");
		Assert.notNull(contracts, "'contracts' must not be null");
		PropertyOrigins written = PropertyOrigins.of(environment);
		return new PropertiesCheck(environment, written, new FaultReport(written), contracts);
	}

	/**
	 * Bind properties, and tell what is wrong with them.
	 * @param prefix what they stand below, such as {@code errata.browser}
	 * @param type the record of the properties
	 * @param <T> the type of the record
	 * @return the properties, where a faulty one is as if it were not said; {@code null}
	 * if there is a value in their place
	 */
	public <T> @Nullable T bind(String prefix, Class<T> type) {
		Assert.notNull(prefix, "'prefix' must not be null");
		Assert.notNull(type, "'type' must not be null");
		T properties = new PropertiesBinder(this.environment, (name) -> true, this.written, this.report).bind(prefix,
				type);
		MisspelledVariables.check(prefix, type, List.of(), this.written, this.report);
		return properties;
	}

	/**
	 * Return what was bound under names that users give, each as it is written, and tell
	 * what is wrong with the names.
	 * @param property the property that holds the names
	 * @param bound what was bound
	 * @param <T> the type of the values
	 * @return the values by name
	 */
	public <T> Map<String, T> declared(String property, @Nullable Map<String, T> bound) {
		Assert.notNull(property, "'property' must not be null");
		return new DeclaredNames(this.written, this.report, (name) -> null).declared(property, bound);
	}

	/**
	 * Return the contracts, faulty or not, to check against: names, paths and codes are
	 * as they are written, and nothing else is.
	 * @return the contracts
	 */
	public Contracts contracts() {
		return this.contracts;
	}

	/**
	 * Return the report that takes the faults.
	 * @return the one report
	 */
	public FaultReport report() {
		return this.report;
	}

	ConfigurableEnvironment environment() {
		return this.environment;
	}

	PropertyOrigins written() {
		return this.written;
	}

}
