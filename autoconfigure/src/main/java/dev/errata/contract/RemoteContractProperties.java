package dev.errata.contract;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * The contract of another service: the name of one of this application's, or what the
 * other service's documentation says.
 *
 * @param name Name of a contract of this application; a text instead of an object is
 * short for it.
 * @param envelope JSON document that carries an error; problem details when unsaid.
 * @param headers Headers of an error that tell about it, with placeholders in their
 * values.
 * @param requestId Header of the request id.
 * @param codes Error codes by name. A plain number is short for the status alone.
 * @since 0.1.0
 */
public record RemoteContractProperties(@Nullable String name,
		@NestedConfigurationProperty @Nullable EnvelopeProperties envelope, @Nullable Map<String, String> headers,
		@NestedConfigurationProperty @Nullable RequestIdProperties requestId,
		@Nullable Map<String, CodeProperties> codes) {

	/**
	 * Return the properties that name a contract.
	 * @param name the name
	 * @return the properties
	 */
	public static RemoteContractProperties of(String name) {
		return new RemoteContractProperties(name, null, null, null, null);
	}

	boolean saysMoreThanTheName() {
		return this.envelope != null || this.headers != null || this.requestId != null || this.codes != null;
	}

}
