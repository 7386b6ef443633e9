package dev.errata.idempotency;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

import dev.errata.catalog.StandardCode;
import dev.errata.error.ErrorCodeException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Takes the body of a request as it arrives. It is closed if it does not come to its
 * {@linkplain #end() end}. It may be closed by any thread.
 *
 * @since 0.1.0
 * @hidden
 */
public final class BodySpool implements AutoCloseable {

	private final long maxMemory;

	private final long maxSize;

	private ByteArrayOutputStream memory = new ByteArrayOutputStream();

	private @Nullable BodyFile file;

	private long length;

	private boolean closed;

	/**
	 * Create a spool.
	 * @param maxMemory size up to which a body is kept in memory
	 * @param maxSize size that it may have
	 */
	public BodySpool(DataSize maxMemory, DataSize maxSize) {
		this.maxMemory = maxMemory.toBytes();
		this.maxSize = maxSize.toBytes();
	}

	/**
	 * Return whether so many more bytes stay in memory, so that nobody waits for them to
	 * be {@linkplain #write written}.
	 * @param count the number of bytes
	 * @return whether no file is needed for them
	 */
	public synchronized boolean hasRoomFor(int count) {
		return this.length + count <= this.maxMemory || this.length + count > this.maxSize;
	}

	/**
	 * Write what has arrived.
	 * @param bytes holds the bytes
	 * @param offset the index of the first byte
	 * @param count the number of bytes
	 * @throws ErrorCodeException if the body is larger than it may be
	 * @throws IOException if it cannot be kept
	 */
	public synchronized void write(byte[] bytes, int offset, int count) throws IOException {
		if (this.closed) {
			throw new IOException("The body is not wanted any more");
		}
		this.length += count;
		if (this.length > this.maxSize) {
			throw new ErrorCodeException(StandardCode.PAYLOAD_TOO_LARGE);
		}
		if (this.length <= this.maxMemory) {
			this.memory.write(bytes, offset, count);
			return;
		}
		if (this.file == null) {
			this.file = BodyFile.create();
			byte[] begin = this.memory.toByteArray();
			this.file.write(begin, 0, begin.length);
			this.memory = new ByteArrayOutputStream(0);
		}
		this.file.write(bytes, offset, count);
	}

	/**
	 * Return the body, which is whole now.
	 * @return the body, to be closed by the caller
	 */
	public synchronized SpooledBody end() {
		SpooledBody body = new SpooledBody(this.memory.toByteArray(), this.file, this.length);
		this.closed = true;
		return body;
	}

	@Override
	public synchronized void close() {
		if (!this.closed && this.file != null) {
			this.file.close();
		}
		this.closed = true;
	}

}
