package dev.errata.idempotency;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * The whole body of a request, which can be read again. It is kept in memory up to a
 * limit, and in a temporary file beyond that.
 *
 * @since 0.1.0
 * @see BodySpool
 * @hidden
 */
public final class SpooledBody implements AutoCloseable {

	private final byte[] memory;

	private final @Nullable BodyFile file;

	private final byte[] digest;

	SpooledBody(byte[] memory, @Nullable BodyFile file, byte[] digest) {
		this.memory = memory;
		this.file = file;
		this.digest = digest;
	}

	/**
	 * Read a body.
	 * @param input the body
	 * @param maxMemory size up to which it is kept in memory
	 * @param maxSize size that it may have
	 * @param announced the length that it is said to have, or a negative number if nobody
	 * knows
	 * @return the body
	 * @throws dev.errata.error.ErrorCodeException if it is larger
	 * @throws IOException if it cannot be read or kept
	 */
	public static SpooledBody read(InputStream input, DataSize maxMemory, DataSize maxSize, long announced)
			throws IOException {
		try (BodySpool spool = new BodySpool(maxMemory, maxSize, announced)) {
			spool.readFrom(input);
			return spool.end();
		}
	}

	/**
	 * Return the SHA-256 of the body.
	 */
	byte[] digest() {
		return this.digest;
	}

	/**
	 * Return whether the body is in a file, so that whoever opens, reads or closes it may
	 * have to wait.
	 * @return whether it is not in memory
	 */
	public boolean isInFile() {
		return this.file != null;
	}

	/**
	 * Open the body, which may be done several times.
	 * @return its bytes, from the first one on
	 */
	public InputStream open() {
		return (this.file != null) ? this.file.open() : new ByteArrayInputStream(this.memory);
	}

	/**
	 * Return the bytes of a body that is in memory.
	 * @return the bytes, which nobody changes; empty if it is in a file
	 */
	public byte[] memory() {
		return this.memory;
	}

	@Override
	public void close() {
		if (this.file != null) {
			this.file.close();
		}
	}

}
