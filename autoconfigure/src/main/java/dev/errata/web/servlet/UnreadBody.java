package dev.errata.web.servlet;

import jakarta.servlet.ServletRequest;

/**
 * The unread rest of a request body. Containers read a limited part of it before the next
 * request, and close the connection if there is more. A request has one of these if the
 * container does not announce that in time.
 *
 * @since 0.1.0
 * @hidden
 */
@FunctionalInterface
public interface UnreadBody {

	/**
	 * Return whether there is a rest that has not arrived, or is too large to be read
	 * now. Data that has arrived may be discarded.
	 * @return whether the connection may be closed for it
	 */
	boolean isLeft();

	/**
	 * Add this to a request.
	 * @param request the request
	 */
	default void keep(ServletRequest request) {
		request.setAttribute(UnreadBody.class.getName(), this);
	}

	/**
	 * Return whether the connection may be closed because of an unread rest of the body.
	 * @param request the request
	 * @return whether the answer has to say so
	 */
	static boolean isLeftOf(ServletRequest request) {
		return request.getAttribute(UnreadBody.class.getName()) instanceof UnreadBody body && body.isLeft();
	}

}
