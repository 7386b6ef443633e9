package dev.errata.contract;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.Assert;

/**
 * Reads what is written about other services, as strictly as what this one says about
 * itself: all faults are told in one report.
 *
 * @since 0.1.0
 */
public final class RemoteContracts {

	private final Contracts contracts;

	private final FaultReport report;

	private final DeclaredNames names;

	private final ContractsFactory factory;

	private final ConfigurableEnvironment environment;

	private final PropertyOrigins written;

	/**
	 * Create an instance.
	 * @param contracts the contracts of this application
	 * @param environment where the properties stand
	 * @param classLoader finds the classes that codes name
	 */
	public RemoteContracts(Contracts contracts, ConfigurableEnvironment environment,
			@Nullable ClassLoader classLoader) {
		this(PropertiesCheck.of(environment, contracts), classLoader);
	}

	/**
	 * Create an instance whose faults are part of a report.
	 * @param check the check that goes on
	 * @param classLoader finds the classes that codes name
	 */
	public RemoteContracts(PropertiesCheck check, @Nullable ClassLoader classLoader) {
		Assert.notNull(check, "'check' must not be null");
		this.contracts = check.contracts();
		this.environment = check.environment();
		this.written = check.written();
		this.report = check.report();
		this.names = new DeclaredNames(this.written, this.report, (name) -> null);
		this.factory = new ContractsFactory(ErrataProperties.NONE, this.written, this.report, classLoader,
				new ContractsFactory.Surroundings(List.of(), null, null, () -> null, () -> false));
	}

	/**
	 * Bind the properties below {@code errata} that have one first name.
	 * @param name the first name behind {@code errata.}
	 * @param type a record of the properties of {@code errata} with this one component
	 * @param <T> the type of the record
	 * @return the properties; what could not be bound is {@code null}
	 */
	public <T> @Nullable T bind(String name, Class<T> type) {
		T properties = new PropertiesBinder(this.environment,
				(property) -> property.getNumberOfElements() > 1
						&& property.getElement(1, ConfigurationPropertyName.Form.UNIFORM).equals(name),
				this.written, this.report)
			.bind("errata", type);
		MisspelledVariables.check("errata", type, List.of(), this.written, this.report);
		return properties;
	}

	/**
	 * Return what was bound under names that users give, each as it is written.
	 * @param property the property that holds the names
	 * @param bound what was bound
	 * @param <T> the type of the values
	 * @return the values by name
	 */
	public <T> Map<String, T> declared(String property, @Nullable Map<String, T> bound) {
		return this.names.declared(property, bound);
	}

	/**
	 * Return the contract of another service.
	 * @param property the property that holds the contract
	 * @param name how to call it where it has no name
	 * @param properties what is said about it, or {@code null}
	 * @return the contract, or {@code null} if it has a fault
	 */
	public @Nullable Contract contract(String property, String name, @Nullable RemoteContractProperties properties) {
		if (properties == null || properties.name() == null) {
			return this.factory.remote(name, property + ".",
					(properties != null) ? properties : new RemoteContractProperties(null, null, null, null, null));
		}
		if (properties.saysMoreThanTheName()) {
			this.report.add(property + ".name", properties.name(),
					"The contract is either one of this application or described here.", "Remove one of the two.");
		}
		Contract contract = this.contracts.get(properties.name());
		if (contract == null) {
			this.report.add(property, properties.name(), "This application has no contract of this name.",
					"Write one of: " + String.join(", ", this.contracts.all().stream().map(Contract::name).toList())
							+ ".");
		}
		return contract;
	}

	/**
	 * Return whether a code can reach the wire of this application.
	 * @param code the code
	 * @return whether any of its contracts has it
	 */
	public boolean isOwnCode(String code) {
		return this.contracts.all().stream().anyMatch((contract) -> contract.catalog().find(code) != null);
	}

	/**
	 * Add a fault to the report.
	 * @param property the property
	 * @param value its value, or {@code null} where it is missing
	 * @param rule the rule that is broken
	 * @param action what to do
	 */
	public void fault(String property, @Nullable Object value, String rule, String action) {
		this.report.add(property, value, rule, action);
	}

	/**
	 * Throw the report if there is a fault in it.
	 * @throws org.springframework.boot.diagnostics.FailureAnalyzedException with all
	 * faults
	 */
	public void throwIfAny() {
		this.report.throwIfAny();
	}

}
