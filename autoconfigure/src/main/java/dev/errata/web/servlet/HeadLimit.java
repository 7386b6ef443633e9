package dev.errata.web.servlet;

import java.util.LinkedHashSet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The length that the container allows for the head of a response of HTTP/1. The
 * container itself finds out about a longer one when it has already prepared to send the
 * body, and cannot send that of an error instead.
 *
 * @since 0.1.0
 * @hidden
 */
public final class HeadLimit {

	/** What is between a name and its value, and after the value. */
	private static final int SEPARATORS = ": \r\n".length();

	private volatile int bytes;

	/**
	 * Allow heads of a length. The connector that allows most decides.
	 * @param bytes the bytes that a connector allows
	 */
	public void allow(int bytes) {
		this.bytes = Math.max(this.bytes, bytes);
	}

	/**
	 * Fail if a head is too long.
	 * @param set the length of all headers that were set, even if others have replaced
	 * them since
	 * @param more the length of a header that is about to be set
	 */
	void check(int set, int more, HttpServletRequest request, HttpServletResponse response) {
		int limit = this.bytes;
		if (limit <= 0 || set + more <= limit || response.isCommitted()
				|| !request.getProtocol().startsWith("HTTP/1")) {
			return;
		}
		int length = lengthOf(response) + more;
		if (length > limit) {
			throw new IllegalStateException("The response has headers of " + length
					+ " bytes, and the server does not send more than " + limit);
		}
	}

	private static int lengthOf(HttpServletResponse response) {
		int length = 0;
		for (String name : new LinkedHashSet<>(response.getHeaderNames())) {
			for (String value : response.getHeaders(name)) {
				length += name.length() + value.length() + SEPARATORS;
			}
		}
		return length;
	}

}
