package dev.errata.web;

import java.util.Objects;

import dev.errata.error.Causes;
import dev.errata.error.Texts;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a request that was handled last. If the same failure is seen again, by
 * an outer filter or in an ERROR dispatch, it gets the same answer and is reported once.
 *
 * @param exception the exception, or {@code null} if only a status or a code is known
 * @param answer the answer
 * @param state what has become of the answer so far
 */
record HandledFailure(@Nullable Throwable exception, ErrorAnswer answer, State state) {

	/**
	 * Return whether an exception is this failure, one of its causes, or equal to one by
	 * type and message. A session store that is down fails when the response is
	 * committed, and again at the end of its filter.
	 */
	boolean isAbout(Throwable exception) {
		return Causes.anyMatch(this.exception,
				(cause) -> cause == exception || (cause.getClass() == exception.getClass()
						&& Objects.equals(Texts.messageOf(cause), Texts.messageOf(exception))));
	}

	/**
	 * Return whether an exception is this failure or one of its causes.
	 */
	boolean isCausedBy(@Nullable Throwable exception) {
		return exception != null && Causes.anyMatch(this.exception, (cause) -> cause == exception);
	}

	enum State {

		/** Written to the response. */
		WRITTEN,

		/** Left to the ERROR dispatch, which sends this answer. */
		DEFERRED,

		/** Given to a view of the application. */
		RENDERED,

		/** Sent as the last event of a stream that had begun to leave. */
		LAST_EVENT,

		/** Not sent: another response has begun to leave, and is aborted. */
		ABORTED

	}

}
