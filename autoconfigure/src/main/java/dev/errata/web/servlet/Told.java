package dev.errata.web.servlet;

import java.util.Objects;

import dev.errata.error.Causes;
import dev.errata.error.Texts;
import dev.errata.web.ErrorAnswer;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a request remembers of its last failure, so that one that comes by several doors
 * is told once and answered alike.
 *
 * @param exception what was thrown, or {@code null} where only a status is known
 * @param answer the answer
 * @param outcome what has become of the answer so far
 */
record Told(@Nullable Throwable exception, ErrorAnswer answer, Outcome outcome) {

	private static final String ATTRIBUTE = Told.class.getName();

	/**
	 * Return what was told of a request, or {@code null} if it has not failed yet.
	 */
	static @Nullable Told of(HttpServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof Told told) ? told : null;
	}

	/**
	 * Return what was told of an exception, or {@code null} if it is new.
	 */
	static @Nullable Told of(HttpServletRequest request, Throwable exception) {
		Told told = of(request);
		return (told != null && told.exception() == exception) ? told : null;
	}

	/**
	 * Return whether an exception tells what this was told of once more: a store of
	 * sessions that is down fails when the answer begins to leave, and again when its
	 * filter is through.
	 */
	boolean isToldBy(Throwable exception) {
		Throwable cause = this.exception;
		for (int depth = 0; cause != null && depth < Causes.MAX_DEPTH; depth++) {
			if (cause == exception || (cause.getClass() == exception.getClass()
					&& Objects.equals(Texts.messageOf(cause), Texts.messageOf(exception)))) {
				return true;
			}
			cause = Causes.causeOf(cause);
		}
		return false;
	}

	/**
	 * Let a request remember this rather than what it remembers.
	 */
	void keep(HttpServletRequest request) {
		request.setAttribute(ATTRIBUTE, this);
	}

	enum Outcome {

		/** Written by one of our doors. */
		ANSWERED,

		/** Left to the ERROR dispatch, which gives this answer. */
		LEFT,

		/**
		 * Given to a view of the application, which is rendered after the doors are
		 * through.
		 */
		SHOWN,

		/** Not to be given: another answer has begun to leave, and is cut off. */
		ABORTED

	}

}
