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
 * A response whose {@linkplain ResponseBuffer answer} is held back once it is asked to
 * be, so that it can be stored before it is sent.
 * <p>
 * Status and headers are set on the response itself, which does not leave before the
 * body.
 */
final class BufferingResponseWrapper extends HttpServletResponseWrapper {

	private final ResponseBuffer answer;

	/** Whether a stream or writer of the response itself was handed out. */
	private boolean used;

	private @Nullable ServletOutputStream stream;

	private @Nullable PrintWriter writer;

	private @Nullable String writerEncoding;

	BufferingResponseWrapper(HttpServletResponse response, int maxSize) {
		super(response);
		this.answer = new ResponseBuffer(response, maxSize);
	}

	/**
	 * Hold back what is written from now on.
	 */
	void capture() {
		if (this.used) {
			this.answer.stream();
		}
		else {
			this.answer.capture();
		}
	}

	/**
	 * Return whether the answer is held back as a whole.
	 */
	boolean isHeldBack() {
		return this.answer.isWhole();
	}

	/**
	 * Return whether an answer is held back that is more than a status and headers.
	 */
	boolean isAnswered() {
		return this.answer.isAnswered();
	}

	/**
	 * Let everything through from now on, beginning with what was held back.
	 */
	void stream() throws IOException {
		if (this.answer.isWhole()) {
			this.answer.drain();
			this.answer.letThrough();
		}
	}

	/**
	 * Go on while no dispatch is under way: whoever writes now streams.
	 * @see ResponseBuffer#suspend()
	 */
	void suspend() throws IOException {
		this.answer.suspend();
	}

	/**
	 * Go on in a dispatch, whose answer can be held back as a whole.
	 */
	void resume() {
		this.answer.resume();
	}

	/**
	 * Return the body that was held back.
	 */
	byte[] body() {
		return this.answer.body();
	}

	ResponseBuffer.@Nullable Redirect redirect() {
		return this.answer.redirect();
	}

	/**
	 * Return the status that was sent as an error, or zero.
	 */
	int errorStatus() {
		return this.answer.errorStatus();
	}

	/**
	 * Take the error back that was sent, so that it can be answered.
	 */
	void takeError() {
		this.answer.error(0);
	}

	/**
	 * Leave the error that was sent to the container.
	 */
	void passError() throws IOException {
		this.answer.passError();
	}

	/**
	 * Send what was held back.
	 */
	void send() throws IOException {
		this.answer.send();
	}

	/**
	 * Drop what was held back, with all that was set for it.
	 */
	void discard() {
		this.answer.discard();
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		if (passesThrough()) {
			return super.getOutputStream();
		}
		if (this.writer != null) {
			throw new IllegalStateException("getWriter() has already been called for this response");
		}
		if (this.stream == null) {
			this.stream = this.answer.open();
		}
		return this.stream;
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		if (passesThrough()) {
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
			this.writer = this.answer.openWriter(encoding);
		}
		return this.writer;
	}

	private boolean passesThrough() {
		this.used = this.used || this.answer.isPassing();
		return this.used;
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
		if (this.answer.isWhole() && locale != null) {
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
		if (this.answer.isHolding()) {
			this.answer.flush();
			return;
		}
		if (this.writer != null) {
			this.writer.flush();
		}
		this.answer.letThrough();
		super.flushBuffer();
	}

	@Override
	public boolean isCommitted() {
		return super.isCommitted() || (this.answer.isWhole() && this.answer.isEnded());
	}

	@Override
	public void reset() {
		checkUncommitted();
		super.reset();
		this.answer.reset();
		this.stream = null;
		this.writer = null;
		this.writerEncoding = null;
	}

	@Override
	public void resetBuffer() {
		checkUncommitted();
		super.resetBuffer();
		this.answer.resetBody();
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
		if (!this.answer.isHolding()) {
			stream();
			super.sendError(status, message);
			return;
		}
		checkUncommitted();
		resetBuffer();
		this.answer.error(status);
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
		if (!this.answer.isHolding()) {
			stream();
			super.sendRedirect(location, status, clearBuffer);
			return;
		}
		checkUncommitted();
		if (clearBuffer) {
			resetBuffer();
		}
		super.setStatus(status);
		this.answer.redirect(new ResponseBuffer.Redirect(location, status, clearBuffer));
	}

}
