package dev.errata.envelope;

import java.io.ByteArrayOutputStream;

import tools.jackson.databind.json.JsonMapper;

/**
 * Writes an attribute that is an object of the application. The mapper is private, so
 * that no configuration changes what clients were promised.
 */
final class ObjectJson {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private ObjectJson() {
	}

	/**
	 * Write an object.
	 * @throws RuntimeException if it cannot be written, or is larger than allowed
	 */
	static byte[] write(Object value, int maxSize) {
		BoundedOutput output = new BoundedOutput(maxSize);
		MAPPER.writeValue(output, value);
		return output.toByteArray();
	}

	private static final class BoundedOutput extends ByteArrayOutputStream {

		private final int maxSize;

		BoundedOutput(int maxSize) {
			this.maxSize = maxSize;
		}

		@Override
		public synchronized void write(int b) {
			check(1);
			super.write(b);
		}

		@Override
		public synchronized void write(byte[] bytes, int offset, int length) {
			check(length);
			super.write(bytes, offset, length);
		}

		private void check(int more) {
			if (this.count + more > this.maxSize) {
				throw new IllegalStateException("The attribute is larger than " + this.maxSize + " bytes");
			}
		}

	}

}
