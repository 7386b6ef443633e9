package dev.errata.idempotency;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary file for the body of a request. It has no name where the operating system
 * allows that, so that nothing of it is left when the process dies.
 */
final class BodyFile implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(BodyFile.class);

	private final RandomAccessFile file;

	/** The file, if it still has a name. */
	private final @Nullable Path path;

	private BodyFile(RandomAccessFile file, @Nullable Path path) {
		this.file = file;
		this.path = path;
	}

	/**
	 * Create an empty file.
	 */
	static BodyFile create() throws IOException {
		Path path = Files.createTempFile("errata-", ".body");
		try {
			// a channel would be closed by the interruption of a thread that reads
			RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
			return new BodyFile(file, delete(path) ? null : path);
		}
		catch (IOException ex) {
			delete(path);
			throw ex;
		}
	}

	/**
	 * Delete a file that may be open.
	 * @return whether the operating system allows it
	 */
	private static boolean delete(Path path) {
		try {
			Files.deleteIfExists(path);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Write further bytes, before the first are read.
	 */
	void write(byte[] bytes, int offset, int count) throws IOException {
		this.file.write(bytes, offset, count);
	}

	/**
	 * Read the file from its begin, beside others who do.
	 */
	InputStream open() {
		return new BufferedInputStream(new Reader());
	}

	private synchronized int read(long position, byte[] bytes, int offset, int count) throws IOException {
		this.file.seek(position);
		return this.file.read(bytes, offset, count);
	}

	@Override
	public void close() {
		try {
			this.file.close();
		}
		catch (IOException ex) {
			logger.debug("Could not close the temporary file of a request body", ex);
		}
		if (this.path != null && !delete(this.path)) {
			logger.warn("Could not delete the temporary file of a request body: {}", this.path);
		}
	}

	private final class Reader extends InputStream {

		private long position;

		@Override
		public int read() throws IOException {
			byte[] single = new byte[1];
			return (read(single, 0, 1) > 0) ? single[0] & 0xff : -1;
		}

		@Override
		public int read(byte[] bytes, int offset, int count) throws IOException {
			int read = BodyFile.this.read(this.position, bytes, offset, count);
			this.position += Math.max(0, read);
			return read;
		}

	}

}
