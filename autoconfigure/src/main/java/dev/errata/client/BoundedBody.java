package dev.errata.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The start of a body, up to the longest that is read.
 */
final class BoundedBody {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	/**
	 * Read a body. What was read before it broke off is kept.
	 * @return whether this is all of it
	 */
	boolean read(InputStream input) throws IOException {
		byte[] buffer = new byte[4096];
		while (this.bytes.size() < AnswerReader.MAX_BODY) {
			int count = input.read(buffer, 0, Math.min(buffer.length, AnswerReader.MAX_BODY - this.bytes.size()));
			if (count < 0) {
				return true;
			}
			this.bytes.write(buffer, 0, count);
		}
		return false;
	}

	byte[] toByteArray() {
		return this.bytes.toByteArray();
	}

}
