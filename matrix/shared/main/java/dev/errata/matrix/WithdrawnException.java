package dev.errata.matrix;

/**
 * An exception that a code claims in the configuration.
 */
class WithdrawnException extends RuntimeException {

	WithdrawnException() {
		super("internal: row 4711");
	}

}
