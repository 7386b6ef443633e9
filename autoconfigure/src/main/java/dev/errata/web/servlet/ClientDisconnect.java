package dev.errata.web.servlet;

import java.util.Set;

import dev.errata.error.Causes;

import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/**
 * Recognizes that the client has closed the connection before its response was complete.
 * The type of an exception decides: a message about a broken connection may as well be
 * about one to a database.
 */
final class ClientDisconnect {

	private static final Set<String> OF_CONTAINERS = Set.of("ClientAbortException", "EofException");

	private ClientDisconnect() {
	}

	/**
	 * Return whether an exception was thrown because the client is gone.
	 */
	static boolean isCauseOf(Throwable exception) {
		if (!Causes.areWellFormed(exception)) {
			return false;
		}
		Throwable cause = exception;
		while (cause != null) {
			if (cause instanceof AsyncRequestNotUsableException
					|| OF_CONTAINERS.contains(cause.getClass().getSimpleName())) {
				return true;
			}
			cause = Causes.causeOf(cause);
		}
		return false;
	}

}
