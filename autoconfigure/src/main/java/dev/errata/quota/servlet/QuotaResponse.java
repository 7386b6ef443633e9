package dev.errata.quota.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * A response that tells quotas at the last moment, before its head leaves. An error that
 * is sent is told by its own dispatch.
 */
final class QuotaResponse extends HttpServletResponseWrapper {

	private final RequestQuotas quotas;

	private boolean told;

	private long written;

	private long length = -1;

	private @Nullable ServletOutputStream output;

	private @Nullable PrintWriter writer;

	QuotaResponse(HttpServletResponse response, RequestQuotas quotas) {
		super(response);
		this.quotas = quotas;
	}

	void tell() {
		if (!this.told && !isCommitted()) {
			this.told = true;
			this.quotas.tell((HttpServletResponse) getResponse());
		}
	}

	/**
	 * Tell before a write that could make the container send the head. Jetty passes on
	 * what is longer than a quarter of its buffer, and ends an answer of full length.
	 */
	private void beforeWriting(long bytes) {
		if (this.told) {
			return;
		}
		this.written += bytes;
		if (this.written >= getBufferSize() / 4 || (this.length >= 0 && this.written >= this.length)) {
			tell();
		}
	}

	@Override
	public void flushBuffer() throws IOException {
		tell();
		super.flushBuffer();
	}

	@Override
	public void sendRedirect(String location) throws IOException {
		tell();
		super.sendRedirect(location);
	}

	@Override
	public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
		tell();
		super.sendRedirect(location, status, clearBuffer);
	}

	@Override
	public void reset() {
		super.reset();
		this.told = false;
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
	public void setHeader(String name, String value) {
		noteLength(name, value);
		super.setHeader(name, value);
	}

	@Override
	public void addHeader(String name, String value) {
		noteLength(name, value);
		super.addHeader(name, value);
	}

	private void noteLength(String name, @Nullable String value) {
		if (HttpHeaders.CONTENT_LENGTH.equalsIgnoreCase(name)) {
			// whatever it is, be early rather than late
			this.length = 0;
		}
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
			tell();
			this.output.flush();
		}

		@Override
		public void close() throws IOException {
			tell();
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
			tell();
			super.flush();
		}

		@Override
		public void close() {
			tell();
			super.close();
		}

		@Override
		public boolean checkError() {
			tell();
			return this.writer.checkError();
		}

	}

}
