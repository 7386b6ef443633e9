package dev.errata.web.servlet;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;

import dev.errata.web.OpenStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

/**
 * The output of a response that is an {@link OpenStream}.
 */
final class StreamOutput extends ServletOutputStream {

	private final ServletOutputStream target;

	private final OpenStream stream;

	StreamOutput(ServletOutputStream target, OpenStream stream) {
		this.target = target;
		this.stream = stream;
	}

	@Override
	public void write(int value) throws IOException {
		this.stream.write(() -> {
			this.target.write(value);
			this.stream.written(value);
		});
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		this.stream.write(() -> {
			this.target.write(bytes, offset, length);
			this.stream.written(bytes, offset, length);
		});
	}

	@Override
	public void write(ByteBuffer buffer) throws IOException {
		this.stream.write(() -> {
			int start = buffer.position();
			this.target.write(buffer);
			for (int i = Math.max(start, buffer.position() - Integer.BYTES); i < buffer.position(); i++) {
				this.stream.written(buffer.get(i));
			}
		});
	}

	@Override
	public void flush() throws IOException {
		this.stream.write(this.target::flush);
	}

	@Override
	public void close() throws IOException {
		this.stream.write(this.target::close);
	}

	@Override
	public boolean isReady() {
		return this.target.isReady();
	}

	@Override
	public void setWriteListener(WriteListener listener) {
		this.target.setWriteListener(listener);
	}

	/**
	 * Return the writer of a response that is a stream.
	 */
	static PrintWriter writer(PrintWriter target, OpenStream stream) {
		return new PrintWriter(new StreamWriter(target, stream)) {

			@Override
			public boolean checkError() {
				return super.checkError() || target.checkError();
			}

		};
	}

	private static final class StreamWriter extends FilterWriter {

		private final OpenStream stream;

		StreamWriter(PrintWriter target, OpenStream stream) {
			super(target);
			this.stream = stream;
		}

		@Override
		public void write(int character) throws IOException {
			this.stream.write(() -> {
				super.write(character);
				written((char) character);
			});
		}

		@Override
		public void write(char[] characters, int offset, int length) throws IOException {
			this.stream.write(() -> {
				super.write(characters, offset, length);
				for (int i = Math.max(0, length - Integer.BYTES); i < length; i++) {
					written(characters[offset + i]);
				}
			});
		}

		@Override
		public void write(String text, int offset, int length) throws IOException {
			this.stream.write(() -> {
				super.write(text, offset, length);
				for (int i = Math.max(0, length - Integer.BYTES); i < length; i++) {
					written(text.charAt(offset + i));
				}
			});
		}

		@Override
		public void flush() throws IOException {
			this.stream.write(super::flush);
		}

		@Override
		public void close() throws IOException {
			this.stream.write(super::close);
		}

		/** Only line ends matter, and they are the same in all encodings of streams. */
		private void written(char character) {
			this.stream.written((character < 0x80) ? character : 0);
		}

	}

}
