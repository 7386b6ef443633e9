package dev.errata.idempotency.servlet;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.errata.catalog.StandardCode;
import dev.errata.error.ErrorCodeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.unit.DataSize;

/**
 * The whole body of a request, which can be read again. It is kept in memory up to a
 * limit, and in a temporary file beyond that.
 */
final class SpooledBody implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SpooledBody.class);

	private static final int BUFFER_SIZE = 8192;

	private final byte[] memory;

	private final @Nullable Path file;

	private final long length;

	private SpooledBody(byte[] memory, @Nullable Path file, long length) {
		this.memory = memory;
		this.file = file;
		this.length = length;
	}

	/**
	 * Read a body.
	 * @param input the body
	 * @param maxMemory size up to which it is kept in memory
	 * @param maxSize size that it may have
	 * @throws ErrorCodeException if it is larger
	 */
	static SpooledBody read(InputStream input, DataSize maxMemory, DataSize maxSize) throws IOException {
		ByteArrayOutputStream memory = new ByteArrayOutputStream();
		byte[] buffer = new byte[BUFFER_SIZE];
		long length = 0;
		for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
			length += n;
			check(length, maxSize);
			if (length > maxMemory.toBytes()) {
				return spool(memory, buffer, n, input, maxSize);
			}
			memory.write(buffer, 0, n);
		}
		return new SpooledBody(memory.toByteArray(), null, length);
	}

	private static SpooledBody spool(ByteArrayOutputStream memory, byte[] buffer, int read, InputStream input,
			DataSize maxSize) throws IOException {
		Path file = Files.createTempFile("errata-", ".body");
		try (OutputStream output = Files.newOutputStream(file)) {
			memory.writeTo(output);
			long length = memory.size();
			for (int n = read; n >= 0; n = input.read(buffer)) {
				if (n > 0) {
					output.write(buffer, 0, n);
				}
				length += n;
				check(length, maxSize);
			}
			return new SpooledBody(new byte[0], file, length);
		}
		catch (Throwable ex) {
			Files.deleteIfExists(file);
			throw ex;
		}
	}

	private static void check(long length, DataSize maxSize) {
		if (length > maxSize.toBytes()) {
			throw new ErrorCodeException(StandardCode.PAYLOAD_TOO_LARGE);
		}
	}

	long length() {
		return this.length;
	}

	InputStream open() throws IOException {
		return (this.file != null) ? new BufferedInputStream(Files.newInputStream(this.file))
				: new ByteArrayInputStream(this.memory);
	}

	@Override
	public void close() {
		if (this.file == null) {
			return;
		}
		try {
			Files.deleteIfExists(this.file);
		}
		catch (IOException ex) {
			logger.warn("Could not delete the temporary file of a request body: {}", this.file, ex);
		}
	}

}
