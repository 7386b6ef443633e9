package dev.errata.envelope;

/**
 * Tells that a template of an envelope is not JSON or can never be filled, and where.
 *
 * @since 0.1.0
 */
public class InvalidTemplateException extends IllegalArgumentException {

	InvalidTemplateException(String message) {
		super(message);
	}

}
