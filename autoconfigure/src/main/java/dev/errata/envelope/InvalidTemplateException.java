package dev.errata.envelope;

import dev.errata.error.InvalidTextException;

/**
 * Tells that a template of an envelope is not JSON or can never be filled, and where.
 *
 * @since 0.1.0
 */
public class InvalidTemplateException extends InvalidTextException {

	InvalidTemplateException(String message) {
		super(message);
	}

	InvalidTemplateException(String message, String action) {
		super(message, action);
	}

}
