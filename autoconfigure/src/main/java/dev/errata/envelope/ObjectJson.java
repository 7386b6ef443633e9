package dev.errata.envelope;

import java.io.OutputStream;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Writes an attribute that is an object of the application, up to a size. It uses a
 * mapper of its own, so that no configuration of the application changes the document,
 * and is a class of its own, so that the mapper is only made when it is needed.
 */
final class ObjectJson extends OutputStream {

	// a map of the application can have different keys with the same text
	private static final JsonMapper MAPPER = JsonMapper
		.builder(JsonFactory.builder().enable(StreamWriteFeature.STRICT_DUPLICATE_DETECTION).build())
		.addModule(new SimpleModule().addSerializer(Throwable.class, new ThrowableSerializer()))
		.build();

	private final JsonWriter writer;

	private final int end;

	private ObjectJson(JsonWriter writer, int maxSize) {
		this.writer = writer;
		this.end = writer.position() + maxSize;
	}

	/**
	 * Write an object.
	 * @throws RuntimeException if it cannot be written, or is larger than allowed; the
	 * caller takes back what was written of it
	 */
	static void write(Object value, JsonWriter writer, int maxSize) {
		MAPPER.writeValue(new ObjectJson(writer, maxSize), value);
	}

	@Override
	public void write(int b) {
		write(new byte[] { (byte) b }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) {
		if (this.writer.position() + length > this.end) {
			throw new IllegalStateException("The attribute is too large");
		}
		this.writer.raw(bytes, offset, length);
	}

	/**
	 * Writes null: the message and the stack of an exception are for the log.
	 */
	private static final class ThrowableSerializer extends ValueSerializer<Throwable> {

		@Override
		public void serialize(Throwable value, JsonGenerator generator, SerializationContext context) {
			generator.writeNull();
		}

	}

}
