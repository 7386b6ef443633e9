package dev.errata.idempotency;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.errata.catalog.StandardCode;
import dev.errata.error.ErrorCodeException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Takes the body of a request as it arrives. Its file, if it needs one, is deleted when
 * it is closed before its {@linkplain #end() end}. It may be closed by any thread.
 *
 * @since 0.1.0
 * @hidden
 */
public final class BodySpool implements AutoCloseable {

	private final long maxMemory;

	private final long maxSize;

	private final ByteArrayOutputStream memory = new ByteArrayOutputStream();

	private @Nullable Path file;

	private @Nullable OutputStream output;

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
		if (this.output == null && this.length > this.maxMemory) {
			openFile();
		}
		OutputStream target = (this.output != null) ? this.output : this.memory;
		target.write(bytes, offset, count);
	}

	private void openFile() throws IOException {
		this.file = Files.createTempFile("errata-", ".body");
		this.output = Files.newOutputStream(this.file);
		this.memory.writeTo(this.output);
		this.memory.reset();
	}

	/**
	 * Return the body, which is whole now.
	 * @return the body, to be closed by the caller
	 * @throws IOException if it cannot be kept
	 */
	public synchronized SpooledBody end() throws IOException {
		if (this.output != null) {
			this.output.close();
		}
		SpooledBody body = new SpooledBody(this.memory.toByteArray(), this.file, this.length);
		this.closed = true;
		return body;
	}

	@Override
	public synchronized void close() throws IOException {
		if (this.closed) {
			return;
		}
		this.closed = true;
		if (this.file == null) {
			return;
		}
		try {
			if (this.output != null) {
				this.output.close();
			}
		}
		finally {
			SpooledBody.delete(this.file);
		}
	}

}
