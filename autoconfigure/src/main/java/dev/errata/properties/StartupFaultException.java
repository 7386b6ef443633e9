package dev.errata.properties;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Thrown if an application cannot start because of a fault that its author can fix. It is
 * reported without a stack trace.
 *
 * @since 0.1.0
 * @hidden
 */
public final class StartupFaultException extends RuntimeException {

	private final @Nullable String action;

	/**
	 * Create an exception.
	 * @param description what is wrong
	 * @param action what to do about it, if that is known
	 */
	public StartupFaultException(String description, @Nullable String action) {
		this(description, action, null);
	}

	/**
	 * Create an exception.
	 * @param description what is wrong
	 * @param action what to do about it, if that is known
	 * @param cause what was thrown, if anything was
	 */
	public StartupFaultException(String description, @Nullable String action, @Nullable Throwable cause) {
		super(description, cause);
		this.action = action;
	}

	/**
	 * Return what is reported.
	 * @return description and action
	 */
	public FailureAnalysis analysis() {
		return new FailureAnalysis(String.valueOf(getMessage()), this.action, this);
	}

}
