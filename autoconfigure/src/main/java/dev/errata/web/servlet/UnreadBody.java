package dev.errata.web.servlet;

import jakarta.servlet.ServletRequest;

/**
 * What of a request's body nobody has read. A container reads so much of it before the
 * next request, and closes the connection if there is more. A request bears this where
 * the container cannot tell in time.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface UnreadBody {

	/**
	 * Return whether there is a rest that has not arrived, or is too large to be read
	 * now. What has arrived may be thrown away, as nobody will ask for it.
	 * @return whether the connection may be closed for it
	 */
	boolean isLeft();

	/**
	 * Let a request bear this.
	 * @param request the request
	 */
	default void keep(ServletRequest request) {
		request.setAttribute(UnreadBody.class.getName(), this);
	}

	/**
	 * Return whether some of a request's body is left for which the connection may be
	 * closed.
	 * @param request the request
	 * @return whether the answer has to say so
	 */
	static boolean isLeftOf(ServletRequest request) {
		return request.getAttribute(UnreadBody.class.getName()) instanceof UnreadBody body && body.isLeft();
	}

}
