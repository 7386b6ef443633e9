package dev.errata.web;

/**
 * The length that the server allows for the head of a response of HTTP/1. The server
 * itself finds out about a longer one when it has already prepared to send the body, and
 * may not be able to send that of an error instead.
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
	 * Return whether headers are too long.
	 * @param length their length in bytes
	 * @return whether they are; they are not if the limit is not known
	 */
	public boolean isExceededBy(int length) {
		int limit = this.bytes;
		return limit > 0 && length > limit;
	}

	/**
	 * Return the exception for headers that are too long.
	 * @param length their length in bytes
	 * @return the exception
	 */
	public IllegalStateException exceededBy(int length) {
		return new IllegalStateException("The response has headers of " + length
				+ " bytes, and the server does not send more than " + this.bytes);
	}

	/**
	 * Return the length of a header.
	 * @param name its name
	 * @param value its value
	 * @return its length in bytes
	 */
	public static int lengthOf(String name, String value) {
		return name.length() + value.length() + SEPARATORS;
	}

}
