package dev.errata.idempotency.servlet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A response that is held back once it is asked to be, so that it can be stored before it
 * is sent. What is streamed, or larger than may be held, goes through and is not kept.
 * <p>
 * Status and headers are set on the response itself, which does not leave before the
 * body.
 */
final class CapturedResponse extends HttpServletResponseWrapper {

	private final int maxSize;

	/**
	 * Guards body and mode: a handler may return while another thread writes. Nobody who
	 * has it flushes the writer, which has a lock of its own and writes under it.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);

	private volatile Mode mode = Mode.PASSING;

	/** Whether a stream or writer of the response itself was handed out. */
	private boolean used;

	private @Nullable CaptureStream stream;

	private @Nullable PrintWriter writer;

	private @Nullable String writerEncoding;

	private volatile @Nullable Redirect redirect;

	private volatile int errorStatus;

	private volatile boolean flushed;

	private volatile boolean suspended;

	CapturedResponse(HttpServletResponse response, int maxSize) {
		super(response);
		this.maxSize = maxSize;
	}

	/**
	 * Hold back what is written from now on.
	 */
	void capture() {
		this.mode = this.used ? Mode.STREAMING : Mode.CAPTURING;
	}

	/**
	 * Return whether the answer is held back as a whole.
	 */
	boolean isHeldBack() {
		return this.mode == Mode.CAPTURING;
	}

	/**
	 * Let everything through from now on, beginning with what was held back.
	 */
	void stream() throws IOException {
		if (this.mode == Mode.CAPTURING) {
			drainWriter();
			letThrough();
		}
	}

	/**
	 * Let everything through but for the characters of the writer, which may be on their
	 * way here.
	 */
	private void letThrough() throws IOException {
		this.lock.lock();
		try {
			if (this.mode != Mode.CAPTURING) {
				return;
			}
			this.mode = Mode.STREAMING;
			Redirect redirect = this.redirect;
			if (this.errorStatus != 0) {
				passError();
			}
			else if (redirect != null) {
				this.redirect = null;
				super.sendRedirect(redirect.location(), redirect.status(), redirect.clearBuffer());
			}
			else {
				sendHeldBack();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void sendHeldBack() throws IOException {
		if (this.body.size() > 0) {
			this.body.writeTo(super.getOutputStream());
			this.body.reset();
		}
		if (this.flushed) {
			super.flushBuffer();
		}
	}

	/**
	 * Go on while no dispatch is under way: whoever writes now streams. A handler that
	 * has written already, or asked for its headers to be sent at once, has begun to.
	 */
	void suspend() throws IOException {
		drainWriter();
		this.lock.lock();
		try {
			this.suspended = true;
			if (this.flushed || this.body.size() > 0 || isEnded()) {
				letThrough();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Go on in a dispatch, whose answer can be held back as a whole.
	 */
	void resume() {
		this.suspended = false;
	}

	/**
	 * Return the body that was held back.
	 */
	byte[] body() {
		drainWriter();
		return this.body.toByteArray();
	}

	/**
	 * Take the characters that the writer holds back, which is no flush of the handler's.
	 */
	private void drainWriter() {
		boolean flushed = this.flushed;
		if (this.writer != null) {
			this.writer.flush();
		}
		this.flushed = flushed;
	}

	@Nullable Redirect redirect() {
		return this.redirect;
	}

	/**
	 * Return the status that was sent as an error, or zero.
	 */
	int errorStatus() {
		return this.errorStatus;
	}

	/**
	 * Take the error back that was sent, so that it can be answered.
	 */
	void takeError() {
		this.errorStatus = 0;
	}

	/**
	 * Leave the error that was sent to the container.
	 */
	void passError() throws IOException {
		int status = this.errorStatus;
		this.mode = Mode.STREAMING;
		this.errorStatus = 0;
		super.sendError(status);
	}

	/**
	 * Send what was held back.
	 */
	void send() throws IOException {
		drainWriter();
		if (this.mode != Mode.CAPTURING) {
			return;
		}
		this.mode = Mode.STREAMING;
		if (this.redirect != null) {
			super.sendRedirect(this.redirect.location(), this.redirect.status(), this.redirect.clearBuffer());
			return;
		}
		if (this.body.size() > 0) {
			super.setContentLength(this.body.size());
			this.body.writeTo(super.getOutputStream());
		}
	}

	/**
	 * Drop what was held back, with all that was set for it.
	 */
	void discard() {
		this.mode = Mode.STREAMING;
		this.redirect = null;
		this.errorStatus = 0;
	}

	private boolean isEnded() {
		return this.errorStatus != 0 || this.redirect != null;
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		if (this.mode == Mode.PASSING) {
			this.used = true;
			return super.getOutputStream();
		}
		if (this.used) {
			return super.getOutputStream();
		}
		if (this.writer != null) {
			throw new IllegalStateException("getWriter() has already been called for this response");
		}
		if (this.stream == null) {
			this.stream = new CaptureStream();
		}
		return this.stream;
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		if (this.mode == Mode.PASSING) {
			this.used = true;
			return super.getWriter();
		}
		if (this.used) {
			return super.getWriter();
		}
		if (this.stream != null) {
			throw new IllegalStateException("getOutputStream() has already been called for this response");
		}
		if (this.writer == null) {
			String encoding = getCharacterEncoding();
			// told to the client, as the container does once there is a writer
			super.setCharacterEncoding(encoding);
			this.writerEncoding = encoding;
			this.writer = new PrintWriter(new OutputStreamWriter(new CaptureStream(), encoding));
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
		if (this.mode == Mode.CAPTURING && locale != null) {
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
		if (this.mode == Mode.CAPTURING && !this.suspended) {
			this.flushed = true;
			return;
		}
		if (this.writer != null) {
			this.writer.flush();
		}
		letThrough();
		super.flushBuffer();
	}

	@Override
	public boolean isCommitted() {
		return super.isCommitted() || (this.mode == Mode.CAPTURING && isEnded());
	}

	@Override
	public void reset() {
		checkUncommitted();
		super.reset();
		forgetBody();
		this.stream = null;
		this.writer = null;
		this.writerEncoding = null;
	}

	@Override
	public void resetBuffer() {
		checkUncommitted();
		super.resetBuffer();
		forgetBody();
	}

	private void forgetBody() {
		drainWriter();
		this.body.reset();
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
		if (this.mode != Mode.CAPTURING || this.suspended) {
			stream();
			super.sendError(status, message);
			return;
		}
		checkUncommitted();
		resetBuffer();
		this.errorStatus = status;
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
		if (this.mode != Mode.CAPTURING || this.suspended) {
			stream();
			super.sendRedirect(location, status, clearBuffer);
			return;
		}
		checkUncommitted();
		resetBuffer();
		super.setStatus(status);
		this.redirect = new Redirect(location, status, clearBuffer);
	}

	private ServletOutputStream target() throws IOException {
		return super.getOutputStream();
	}

	private enum Mode {

		/** The response is nobody's business. */
		PASSING,

		/** It is held back. */
		CAPTURING,

		/** It goes through. */
		STREAMING

	}

	/**
	 * A redirect, whose location the container has yet to complete.
	 */
	record Redirect(String location, int status, boolean clearBuffer) {
	}

	private final class CaptureStream extends ServletOutputStream {

		private boolean closed;

		@Override
		public void write(int value) throws IOException {
			write(new byte[] { (byte) value }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			CapturedResponse response = CapturedResponse.this;
			response.lock.lock();
			try {
				if (response.suspended) {
					letThrough();
				}
				if (response.mode == Mode.STREAMING) {
					target().write(bytes, offset, length);
				}
				else if (!this.closed && !response.isEnded()) {
					hold(bytes, offset, length);
				}
			}
			finally {
				response.lock.unlock();
			}
		}

		private void hold(byte[] bytes, int offset, int length) throws IOException {
			CapturedResponse response = CapturedResponse.this;
			if (response.body.size() + (long) length > response.maxSize) {
				// too large to keep; the characters of a writer are on their way here
				response.mode = Mode.STREAMING;
				response.body.writeTo(target());
				response.body.reset();
				target().write(bytes, offset, length);
				return;
			}
			response.body.write(bytes, offset, length);
		}

		@Override
		public void flush() throws IOException {
			if (CapturedResponse.this.suspended) {
				letThrough();
			}
			if (CapturedResponse.this.mode == Mode.STREAMING) {
				target().flush();
			}
			else {
				CapturedResponse.this.flushed = true;
			}
		}

		@Override
		public void close() throws IOException {
			this.closed = true;
			if (CapturedResponse.this.mode == Mode.STREAMING) {
				target().close();
			}
		}

		@Override
		public boolean isReady() {
			try {
				return CapturedResponse.this.mode != Mode.STREAMING || target().isReady();
			}
			catch (IOException ex) {
				return true;
			}
		}

		@Override
		public void setWriteListener(WriteListener listener) {
			try {
				stream();
				target().setWriteListener(listener);
			}
			catch (IOException ex) {
				listener.onError(ex);
			}
		}

	}

}
