package dev.errata.web;

/**
 * The length that the server allows for the headers of a response over HTTP/1. It is
 * checked before the response is committed: the server itself checks it so late that it
 * may no longer be able to send an error instead.
 *
 * @since 0.1.0
 * @hidden
 */
public final class HeadLimit {

	/** The characters after the name of a header and after its value. */
	private static final int SEPARATORS = ": \r\n".length();

	private volatile int bytes;

	/**
	 * Add the limit of a connector. The largest limit of all connectors counts.
	 * @param bytes the limit in bytes
	 */
	public void allow(int bytes) {
		this.bytes = Math.max(this.bytes, bytes);
	}

	/**
	 * Return whether headers are too long.
	 * @param length their length in bytes
	 * @return whether they exceed the limit; {@code false} if it is not known
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
	 * Return the length of a header as it is sent.
	 * @param name the name
	 * @param value the value
	 * @return the length in bytes
	 */
	public static int lengthOf(String name, String value) {
		return name.length() + value.length() + SEPARATORS;
	}

}
