package dev.errata.web.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Creates the exception that makes the container abort the connection of a committed
 * response, so that the client sees a broken transfer. Containers have exceptions for
 * this that they do not log. If there are several beans, each wraps the exception of the
 * one before.
 *
 * @since 0.1.0
 * @hidden
 */
@FunctionalInterface
public interface ResponseAborter {

	/**
	 * Return the exception to throw at the container.
	 * @param cause what went wrong
	 * @param request the request
	 * @param response its response, which is committed
	 * @return the exception
	 */
	Exception abort(Throwable cause, HttpServletRequest request, HttpServletResponse response);

}
