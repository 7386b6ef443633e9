package dev.errata.idempotency.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A response that is {@linkplain ResponseBuffer buffered} once it is asked to be, so that
 * it can be stored before it is sent.
 * <p>
 * Status and headers are set on the response behind, which does not leave before the
 * body.
 */
final class BufferingResponseWrapper extends HttpServletResponseWrapper {

	private final ResponseBuffer buffer;

	private @Nullable ServletOutputStream stream;

	private @Nullable PrintWriter writer;

	private @Nullable String writerEncoding;

	BufferingResponseWrapper(HttpServletResponse response, int maxSize) {
		super(response);
		this.buffer = new ResponseBuffer(response, maxSize);
	}

	ResponseBuffer buffer() {
		return this.buffer;
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		if (this.buffer.bypass()) {
			return super.getOutputStream();
		}
		if (this.writer != null) {
			throw new IllegalStateException("getWriter() has already been called for this response");
		}
		if (this.stream == null) {
			this.stream = this.buffer.open();
		}
		return this.stream;
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		if (this.buffer.bypass()) {
			return super.getWriter();
		}
		if (this.stream != null) {
			throw new IllegalStateException("getOutputStream() has already been called for this response");
		}
		if (this.writer == null) {
			String encoding = getCharacterEncoding();
			// sent to the client, as the container does once there is a writer
			super.setCharacterEncoding(encoding);
			this.writerEncoding = encoding;
			this.writer = this.buffer.openWriter(encoding);
		}
		return this.writer;
	}

	@Override
	public void setCharacterEncoding(@Nullable String encoding) {
		if (this.writerEncoding == null) {
			super.setCharacterEncoding(encoding);
		}
	}

	@Override
	public void setCharacterEncoding(@Nullable Charset encoding) {
		setCharacterEncoding((encoding != null) ? encoding.name() : null);
	}

	@Override
	public void setLocale(@Nullable Locale locale) {
		super.setLocale(locale);
		if (this.writerEncoding != null) {
			super.setCharacterEncoding(this.writerEncoding);
		}
		if (this.buffer.isComplete() && locale != null) {
			// a container may keep it apart from the headers until they leave
			super.setHeader("Content-Language", locale.toLanguageTag());
		}
	}

	@Override
	public void setHeader(String name, @Nullable String value) {
		if ("Content-Type".equalsIgnoreCase(name)) {
			setContentType(value);
			return;
		}
		super.setHeader(name, value);
	}

	@Override
	public void addHeader(String name, @Nullable String value) {
		if ("Content-Type".equalsIgnoreCase(name)) {
			setContentType(value);
			return;
		}
		super.addHeader(name, value);
	}

	@Override
	public void setContentType(@Nullable String type) {
		super.setContentType(type);
		if (this.writerEncoding != null && type != null) {
			// what was written stays in the encoding it is in
			super.setCharacterEncoding(this.writerEncoding);
		}
	}

	@Override
	public void flushBuffer() throws IOException {
		if (this.buffer.isBuffering()) {
			this.buffer.flush();
			return;
		}
		if (this.writer != null) {
			this.writer.flush();
		}
		this.buffer.send(() -> {
			this.buffer.letThrough();
			super.flushBuffer();
		});
	}

	@Override
	public boolean isCommitted() {
		return super.isCommitted() || (this.buffer.isComplete() && this.buffer.hasRedirectOrError());
	}

	@Override
	public void reset() {
		checkUncommitted();
		super.reset();
		this.buffer.reset();
		this.stream = null;
		this.writer = null;
		this.writerEncoding = null;
	}

	@Override
	public void resetBuffer() {
		checkUncommitted();
		super.resetBuffer();
		this.buffer.resetBody();
	}

	private void checkUncommitted() {
		if (isCommitted()) {
			throw new IllegalStateException("The response has been committed");
		}
	}

	@Override
	public void sendError(int status) throws IOException {
		sendError(status, null);
	}

	@Override
	public void sendError(int status, @Nullable String message) throws IOException {
		if (!this.buffer.isBuffering()) {
			this.buffer.release();
			super.sendError(status, message);
			return;
		}
		checkUncommitted();
		resetBuffer();
		this.buffer.error(status);
	}

	@Override
	public void sendRedirect(String location) throws IOException {
		sendRedirect(location, SC_FOUND, true);
	}

	@Override
	public void sendRedirect(String location, int status) throws IOException {
		sendRedirect(location, status, true);
	}

	@Override
	public void sendRedirect(String location, boolean clearBuffer) throws IOException {
		sendRedirect(location, SC_FOUND, clearBuffer);
	}

	@Override
	public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
		if (!this.buffer.isBuffering()) {
			this.buffer.release();
			super.sendRedirect(location, status, clearBuffer);
			return;
		}
		checkUncommitted();
		if (clearBuffer) {
			resetBuffer();
		}
		super.setStatus(status);
		this.buffer.redirect(new ResponseBuffer.Redirect(location, status, clearBuffer));
	}

}
