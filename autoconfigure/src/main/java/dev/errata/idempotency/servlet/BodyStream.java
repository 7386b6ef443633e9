package dev.errata.idempotency.servlet;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UnsupportedEncodingException;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

/**
 * The stream that a handler writes its body to, and with it into a
 * {@link ResponseBuffer}.
 */
final class BodyStream extends ServletOutputStream {

	private final ResponseBuffer buffer;

	private boolean closed;

	private boolean draining;

	private boolean dropping;

	BodyStream(ResponseBuffer buffer) {
		this.buffer = buffer;
	}

	/**
	 * Return a writer that writes to this stream.
	 */
	Writer openWriter(String encoding) throws UnsupportedEncodingException {
		return new Writer(this, encoding);
	}

	@Override
	public void write(int value) throws IOException {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		if (!this.dropping) {
			this.buffer.write(bytes, offset, length, this.closed);
		}
	}

	@Override
	public void flush() throws IOException {
		if (!this.draining) {
			this.buffer.flush();
		}
	}

	@Override
	public void close() throws IOException {
		this.closed = true;
		if (this.buffer.isStreaming()) {
			this.buffer.target().close();
		}
	}

	@Override
	public boolean isReady() {
		try {
			return !this.buffer.isStreaming() || this.buffer.target().isReady();
		}
		catch (IOException ex) {
			return true;
		}
	}

	@Override
	public void setWriteListener(WriteListener listener) {
		try {
			this.buffer.letThrough();
			this.buffer.target().setWriteListener(listener);
		}
		catch (IOException ex) {
			listener.onError(ex);
		}
	}

	/**
	 * A writer that encodes characters at once while nobody is there who would drain them
	 * in the end.
	 */
	static final class Writer extends PrintWriter {

		private final BodyStream stream;

		private Writer(BodyStream stream, String encoding) throws UnsupportedEncodingException {
			super(new OutputStreamWriter(stream, encoding));
			this.stream = stream;
		}

		/**
		 * Encode the characters, which is no flush of the handler's.
		 */
		void drain() {
			synchronized (this.lock) {
				this.stream.draining = true;
				super.flush();
				this.stream.draining = false;
			}
		}

		/**
		 * Drop the characters that are not encoded yet.
		 */
		void drop() {
			synchronized (this.lock) {
				this.stream.dropping = true;
				drain();
				this.stream.dropping = false;
			}
		}

		@Override
		public void write(int character) {
			super.write(character);
			drainIfSuspended();
		}

		@Override
		public void write(char[] characters, int offset, int length) {
			super.write(characters, offset, length);
			drainIfSuspended();
		}

		@Override
		public void write(String text, int offset, int length) {
			super.write(text, offset, length);
			drainIfSuspended();
		}

		private void drainIfSuspended() {
			if (this.stream.buffer.isSuspended()) {
				drain();
			}
		}

	}

}
