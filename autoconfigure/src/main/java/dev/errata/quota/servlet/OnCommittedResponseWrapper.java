package dev.errata.quota.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;

import dev.errata.quota.RequestQuotas;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * A response that adds quota headers right before it is committed. {@code sendError} adds
 * none: the response is committed in the ERROR dispatch, which has a wrapper of its own.
 */
final class OnCommittedResponseWrapper extends HttpServletResponseWrapper {

	private final RequestQuotas quotas;

	private boolean done;

	private long written;

	private long length = -1;

	private @Nullable ServletOutputStream output;

	private @Nullable PrintWriter writer;

	OnCommittedResponseWrapper(HttpServletResponse response, RequestQuotas quotas) {
		super(response);
		this.quotas = quotas;
	}

	/**
	 * Set the headers of the quotas, unless they are set or it is too late for that.
	 */
	void sendQuotas() {
		if (!this.done && !isCommitted()) {
			this.done = true;
			this.quotas.headers().forEach(((HttpServletResponse) getResponse())::setHeader);
		}
	}

	/**
	 * Send the quotas before a write that could make the container commit the response.
	 * Jetty does for what is longer than a quarter of its buffer, and at the end of a
	 * response whose length is known.
	 */
	private void beforeWriting(long bytes) {
		if (this.done) {
			return;
		}
		this.written += bytes;
		if (this.written >= getBufferSize() / 4 || isLengthReached()) {
			sendQuotas();
		}
	}

	private boolean isLengthReached() {
		// a header may say any length, so be early rather than late
		return (this.length >= 0) ? this.written >= this.length : containsHeader(HttpHeaders.CONTENT_LENGTH);
	}

	@Override
	public void flushBuffer() throws IOException {
		sendQuotas();
		super.flushBuffer();
	}

	@Override
	public void sendRedirect(String location) throws IOException {
		sendQuotas();
		super.sendRedirect(location);
	}

	@Override
	public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
		sendQuotas();
		super.sendRedirect(location, status, clearBuffer);
	}

	@Override
	public void reset() {
		super.reset();
		this.done = false;
		this.written = 0;
		this.length = -1;
		this.output = null;
		this.writer = null;
	}

	@Override
	public void resetBuffer() {
		super.resetBuffer();
		this.written = 0;
	}

	@Override
	public void setContentLength(int length) {
		this.length = length;
		super.setContentLength(length);
	}

	@Override
	public void setContentLengthLong(long length) {
		this.length = length;
		super.setContentLengthLong(length);
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		if (this.output == null) {
			this.output = new Output(super.getOutputStream());
		}
		return this.output;
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		if (this.writer == null) {
			this.writer = new Writer(super.getWriter());
		}
		return this.writer;
	}

	private final class Output extends ServletOutputStream {

		private final ServletOutputStream output;

		Output(ServletOutputStream output) {
			this.output = output;
		}

		@Override
		public void write(int b) throws IOException {
			beforeWriting(1);
			this.output.write(b);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			beforeWriting(length);
			this.output.write(bytes, offset, length);
		}

		@Override
		public void write(ByteBuffer buffer) throws IOException {
			beforeWriting(buffer.remaining());
			this.output.write(buffer);
		}

		@Override
		public void flush() throws IOException {
			sendQuotas();
			this.output.flush();
		}

		@Override
		public void close() throws IOException {
			sendQuotas();
			this.output.close();
		}

		@Override
		public boolean isReady() {
			return this.output.isReady();
		}

		@Override
		public void setWriteListener(WriteListener listener) {
			this.output.setWriteListener(listener);
		}

	}

	private final class Writer extends PrintWriter {

		/** More than a character takes in any charset. */
		private static final int BYTES = 4;

		private final PrintWriter writer;

		Writer(PrintWriter writer) {
			super(writer);
			this.writer = writer;
		}

		@Override
		public void write(int c) {
			beforeWriting(BYTES);
			super.write(c);
		}

		@Override
		public void write(char[] characters, int offset, int length) {
			beforeWriting((long) length * BYTES);
			super.write(characters, offset, length);
		}

		@Override
		public void write(String text, int offset, int length) {
			beforeWriting((long) length * BYTES);
			super.write(text, offset, length);
		}

		@Override
		public void flush() {
			sendQuotas();
			super.flush();
		}

		@Override
		public void close() {
			sendQuotas();
			super.close();
		}

		@Override
		public boolean checkError() {
			sendQuotas();
			return this.writer.checkError();
		}

	}

}
