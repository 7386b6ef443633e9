package dev.errata.contract;

import java.util.Map;

import dev.errata.properties.CodeProperties;
import dev.errata.properties.PropertiesReader;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * The contract of another service: the name of a contract of this application, or a
 * description of its own.
 *
 * @param name Name of a contract of this application; a text in place of the object is
 * short for it.
 * @param envelope JSON document that carries an error; by default problem details.
 * @param headers Headers of an error, with placeholders in their values.
 * @param requestId Header of the request id.
 * @param extensions Facts that only that API has, by name, of every code that does not
 * set them itself.
 * @param codes Error codes by name. A number is short for the status alone.
 * @since 0.1.0
 * @hidden
 */
public record RemoteContractProperties(@Nullable String name,
		@NestedConfigurationProperty @Nullable EnvelopeProperties envelope, @Nullable Map<String, String> headers,
		@NestedConfigurationProperty @Nullable RequestIdProperties requestId, @Nullable Map<String, Object> extensions,
		@Nullable Map<String, CodeProperties> codes) {

	/** No properties at all. */
	public static final RemoteContractProperties NONE = new RemoteContractProperties(null, null, null, null, null,
			null);

	/**
	 * Return the properties that name a contract.
	 * @param name the name
	 * @return the properties
	 */
	public static RemoteContractProperties of(String name) {
		return new RemoteContractProperties(name, null, null, null, null, null);
	}

	/**
	 * Return the contract. Faults are reported.
	 * @param property the property that holds the contract
	 * @param service the name of the service
	 * @param own the contracts of this application
	 * @param reader takes the faults
	 * @return the contract, or {@code null} if there is none of this name; if it has a
	 * fault, only its codes are as configured
	 */
	public @Nullable Contract contract(String property, String service, Contracts own, PropertiesReader reader) {
		if (this.name == null) {
			return new ContractsFactory(reader, Contributions.NONE).remote(service, property + ".", this);
		}
		if (this.envelope != null || this.headers != null || this.requestId != null || this.extensions != null
				|| this.codes != null) {
			reader.report()
				.add(property + ".name", this.name,
						"A contract is either one of this application or described here, not both.",
						"Remove one of the two.");
		}
		Contract contract = own.get(this.name);
		if (contract == null) {
			reader.report()
				.add(property, this.name, "This application has no such contract.",
						"Use one of: " + String.join(", ", own.all().stream().map(Contract::name).toList()) + ".");
		}
		return contract;
	}

}
