package dev.errata.idempotency;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;

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

	private static final int FIRST_SIZE = 1024;

	/** The most memory that is taken on the mere word of a client. */
	private static final int TRUSTED_SIZE = 128 * 1024;

	private static final int GROWTH = 8;

	private static final int FILE_BUFFER_SIZE = 64 * 1024;

	private static final byte[] NOTHING = {};

	private final long maxMemory;

	private final long maxSize;

	/** The length that the body is said to have, or a negative number. */
	private final long announced;

	private byte[] memory = NOTHING;

	private @Nullable BodyFile file;

	/** Of what is in the file. */
	private @Nullable MessageDigest digest;

	private long length;

	private boolean closed;

	/**
	 * Create a spool.
	 * @param maxMemory size up to which a body is kept in memory
	 * @param maxSize size that it may have
	 */
	public BodySpool(DataSize maxMemory, DataSize maxSize) {
		this(maxMemory, maxSize, -1);
	}

	/**
	 * Create a spool for a body of a known length.
	 * @param maxMemory size up to which a body is kept in memory
	 * @param maxSize size that it may have
	 * @param announced the length that it is said to have, or a negative number if nobody
	 * knows
	 */
	public BodySpool(DataSize maxMemory, DataSize maxSize, long announced) {
		this.maxMemory = maxMemory.toBytes();
		this.maxSize = maxSize.toBytes();
		this.announced = announced;
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
	 * Return whether nothing is taken any more.
	 * @return whether the spool was closed, or has come to its end
	 */
	public synchronized boolean isClosed() {
		return this.closed;
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
		checkLength(count);
		if (this.length + count <= this.maxMemory) {
			reserve((int) this.length + count);
			System.arraycopy(bytes, offset, this.memory, (int) this.length, count);
		}
		else {
			writeToFile(bytes, offset, count);
		}
		this.length += count;
	}

	/**
	 * Take a body to its end, as far as possible right into the memory that it is kept
	 * in.
	 */
	void readFrom(InputStream input) throws IOException {
		while (this.file == null) {
			int length = (int) this.length;
			if (length < this.memory.length) {
				int count = input.read(this.memory, length, this.memory.length - length);
				if (count < 0) {
					return;
				}
				this.length += count;
				continue;
			}
			int next = input.read();
			if (next < 0) {
				return;
			}
			write(new byte[] { (byte) next }, 0, 1);
		}
		byte[] buffer = new byte[FILE_BUFFER_SIZE];
		for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
			write(buffer, 0, n);
		}
	}

	private void reserve(int needed) {
		if (needed <= this.memory.length) {
			return;
		}
		long size = Math.max((this.announced < 0) ? FIRST_SIZE : TRUSTED_SIZE, (long) GROWTH * this.memory.length);
		size = Math.max(size, needed);
		if (this.announced >= needed) {
			size = Math.min(size, this.announced);
		}
		this.memory = Arrays.copyOf(this.memory, (int) Math.min(size, Math.min(this.maxMemory, this.maxSize)));
	}

	private void checkLength(int count) {
		if (this.length + count > this.maxSize) {
			throw new ErrorCodeException(StandardCode.PAYLOAD_TOO_LARGE);
		}
	}

	private void writeToFile(byte[] bytes, int offset, int count) throws IOException {
		if (this.file == null || this.digest == null) {
			this.file = BodyFile.create();
			this.digest = Fingerprint.sha256();
			writeToFile(this.memory, 0, (int) this.length);
			this.memory = NOTHING;
		}
		this.file.write(bytes, offset, count);
		this.digest.update(bytes, offset, count);
	}

	/**
	 * Return the body, which is whole now.
	 * @return the body, to be closed by the caller
	 */
	public synchronized SpooledBody end() {
		int length = (this.file != null) ? 0 : (int) this.length;
		byte[] memory = (this.memory.length == length) ? this.memory : Arrays.copyOf(this.memory, length);
		this.closed = true;
		return new SpooledBody(memory, this.file,
				(this.digest != null) ? this.digest.digest() : Fingerprint.hash(memory, length));
	}

	@Override
	public synchronized void close() {
		if (!this.closed && this.file != null) {
			this.file.close();
		}
		this.closed = true;
	}

}
