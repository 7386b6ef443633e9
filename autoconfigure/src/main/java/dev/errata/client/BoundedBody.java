package dev.errata.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The start of a body, up to the maximum size that is read.
 */
final class BoundedBody {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	/**
	 * Read a body. If it breaks off, the part that was read is kept.
	 * @return whether the body is complete
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
