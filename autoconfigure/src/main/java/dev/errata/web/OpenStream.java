package dev.errata.web;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A response that is streamed under a contract which may add a last event. It lets one
 * thread write at a time, knows how the bytes end that were written, and lets only the
 * thread write that {@linkplain #close closes} it, so that nothing is mixed with the last
 * event and nothing follows it.
 *
 * @since 0.1.0
 * @hidden
 */
public final class OpenStream {

	/**
	 * The end of a stream that nothing was written to, which is as good as a line end.
	 */
	private static final int NOTHING = 0x0A0A0A0A;

	/**
	 * A thread that does not get the lock in this time waits for a client that is slow.
	 */
	private static final long PATIENCE_MILLIS = 1000;

	private final ReentrantLock lock = new ReentrantLock();

	private int end = NOTHING;

	private @Nullable Thread closer;

	private boolean ended;

	/**
	 * Write to the stream, unless it is closed for this thread: then the bytes are lost.
	 * @param writing writes
	 * @throws IOException if it cannot be written, or the stream has ended
	 */
	public void write(Writing writing) throws IOException {
		this.lock.lock();
		try {
			if (this.closer == null || this.closer == Thread.currentThread()) {
				writing.write();
			}
			else if (this.ended) {
				throw new IOException("The stream has ended with an error");
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Record a byte that was written.
	 * @param value the byte
	 */
	public void written(int value) {
		this.end = (this.end << 8) | (value & 0xFF);
	}

	/**
	 * Record bytes that were written.
	 * @param bytes the bytes
	 * @param offset where they begin
	 * @param length how many there are
	 */
	public void written(byte[] bytes, int offset, int length) {
		for (int i = Math.max(0, length - Integer.BYTES); i < length; i++) {
			written(bytes[offset + i]);
		}
	}

	/**
	 * Close the stream for all threads but this one.
	 * @return whether it was open, and no other thread is stuck in it
	 */
	public boolean close() {
		// if the thread is still interrupted, it cannot wait
		Thread.interrupted();
		try {
			if (!this.lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
				return false;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		try {
			boolean open = this.closer == null;
			if (open) {
				this.closer = Thread.currentThread();
			}
			return open;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the last four bytes that were written.
	 */
	int end() {
		return this.end;
	}

	/**
	 * Tell whoever goes on writing that the stream has ended.
	 */
	public void markEnded() {
		this.lock.lock();
		this.ended = true;
		this.lock.unlock();
	}

	/**
	 * Something that writes to the stream, flushes or closes it.
	 */
	@FunctionalInterface
	public interface Writing {

		/**
		 * Write.
		 * @throws IOException if it cannot be written
		 */
		void write() throws IOException;

	}

}
