package dev.errata.web.servlet;

import dev.errata.catalog.StandardCode;
import dev.errata.error.Causes;
import dev.errata.web.RequestFailure;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Converts exceptions, statuses and the attributes of an ERROR dispatch into
 * {@link RequestFailure}s.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ServletFailures {

	private ServletFailures() {
	}

	/**
	 * Return the failure for an exception.
	 * @param exception the exception as caught
	 * @return the failure
	 */
	public static RequestFailure thrown(Throwable exception) {
		return new RequestFailure.Thrown(unwrap(exception));
	}

	/**
	 * Return the failure for a status that was sent.
	 * @param status the status
	 * @param message the message that was sent along, or {@code null}
	 * @param response the response, which may say when to come again
	 * @return the failure
	 */
	static RequestFailure sent(int status, @Nullable String message, HttpServletResponse response) {
		return new RequestFailure.Reported(null, status, message, response.getHeader(HttpHeaders.RETRY_AFTER));
	}

	/**
	 * Return the failure for what the container makes of a request.
	 * @param exception the exception that the container has caught, or {@code null}
	 * @param status the status that the container has decided on
	 * @param response the response, which may say when to come again
	 * @return the failure
	 */
	public static RequestFailure reported(@Nullable Throwable exception, int status, HttpServletResponse response) {
		if (exception != null && status == HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
			return thrown(exception);
		}
		return new RequestFailure.Reported(exception, status, null, response.getHeader(HttpHeaders.RETRY_AFTER));
	}

	/**
	 * Return the failure that an ERROR dispatch was made for, whatever has failed since.
	 * Filters and advice that forward to the error page may tell no more than the status
	 * of the response, or nothing.
	 */
	static RequestFailure original(HttpServletRequest request, HttpServletResponse response) {
		Object exception = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
		int status = (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer sent) ? sent
				: response.getStatus();
		if (status < HttpServletResponse.SC_BAD_REQUEST && request.getDispatcherType() != DispatcherType.ERROR) {
			status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
		}
		return reported((exception instanceof Throwable thrown) ? thrown : null, status, response);
	}

	/**
	 * Return an exception without the wrappers that the dispatcher and others have added.
	 */
	static Throwable unwrap(Throwable exception) {
		Throwable thrown = exception;
		for (int depth = 0; depth < Causes.MAX_DEPTH && thrown.getClass() == ServletException.class; depth++) {
			Throwable cause = Causes.causeOf(thrown);
			if (cause == null) {
				break;
			}
			thrown = cause;
		}
		return Causes.unwrap(thrown);
	}

}
