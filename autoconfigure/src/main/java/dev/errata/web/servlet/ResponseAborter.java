package dev.errata.web.servlet;

import jakarta.servlet.http.HttpServletResponse;

/**
 * Makes the exception that cuts the connection of a response which has left already, so
 * that the client sees a broken transfer and not a whole one. Containers know one that
 * they do not log a second time. Where there are several, each wraps what the one before
 * has made.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ResponseAborter {

	/**
	 * Return the exception to throw at the container.
	 * @param cause what went wrong
	 * @param response the response, which is committed
	 * @return the exception
	 */
	Exception abort(Throwable cause, HttpServletResponse response);

}
