package dev.errata.sample.joule;

/**
 * The failure of the provider behind a model. The contract claims it by its class; its
 * message stays in the log.
 */
class ProviderException extends RuntimeException {

	ProviderException(String message) {
		super(message);
	}

}
