package dev.errata.idempotency.servlet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UnsupportedEncodingException;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * The buffer of a {@link BufferingResponseWrapper}, for a body, a redirect or an error. A
 * body that is streamed, or too large for the buffer, goes through to the response behind
 * it and is not kept. Handlers write to it by a {@link BodyStream}.
 */
final class ResponseBuffer {

	private final HttpServletResponse response;

	private final int maxSize;

	/**
	 * Guards body and mode: a handler may return while another thread writes. It is never
	 * held while the writer is flushed, which takes it under a lock of its own.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private final Bytes body = new Bytes();

	private BodyStream.@Nullable Writer writer;

	private volatile Mode mode = Mode.IDLE;

	private volatile @Nullable Redirect redirect;

	private volatile int errorStatus;

	private volatile boolean flushed;

	private volatile boolean suspended;

	private volatile @Nullable Runnable whenLost;

	/** Whether a stream or writer of the response itself was handed out. */
	private boolean bypassed;

	/**
	 * Create a buffer that is not in use yet.
	 * @param response the response behind
	 * @param maxSize the most bytes of a body to buffer
	 */
	ResponseBuffer(HttpServletResponse response, int maxSize) {
		this.response = response;
		this.maxSize = maxSize;
	}

	/**
	 * Buffer what comes from now on, unless somebody has a stream or writer already that
	 * bypasses this buffer.
	 */
	void start() {
		this.mode = this.bypassed ? Mode.STREAMING : Mode.BUFFERING;
	}

	/**
	 * Return whether a stream or writer that is asked for is the response's own. It is
	 * before this buffer is {@linkplain #start in use}, and once one was handed out.
	 */
	boolean bypass() {
		this.bypassed |= this.mode == Mode.IDLE;
		return this.bypassed;
	}

	/**
	 * Return whether everything since the {@linkplain #start start} is in this buffer,
	 * and nothing has gone through.
	 */
	boolean isComplete() {
		return this.mode == Mode.BUFFERING;
	}

	/**
	 * Return whether what comes now is buffered, even if it is flushed.
	 */
	boolean isBuffering() {
		return isComplete() && !this.suspended;
	}

	/**
	 * Return whether what comes now goes through.
	 */
	boolean isStreaming() {
		return this.mode == Mode.STREAMING;
	}

	/**
	 * Return whether no dispatch is under way, so that nobody will
	 * {@linkplain BodyStream.Writer#drain drain} the writer.
	 */
	boolean isSuspended() {
		return this.suspended;
	}

	/**
	 * Return whether a redirect or an error stands for the body.
	 */
	boolean hasRedirectOrError() {
		return this.errorStatus != 0 || this.redirect != null;
	}

	/**
	 * Return whether a complete response is here, and more than a status and headers.
	 */
	boolean hasCompleteResponse() {
		return isWhole() && (this.body.size() > 0 || hasRedirectOrError());
	}

	/**
	 * Return whether a complete response is here, with all that its writer was given.
	 */
	boolean isWhole() {
		// may be too much for this buffer
		drain();
		return isComplete();
	}

	/**
	 * Stop buffering while no dispatch is under way. A response that has a body already,
	 * or was flushed, goes through at once.
	 * @param whenLost is told if what goes through cannot be sent while no dispatch is
	 * under way
	 */
	void suspend(Runnable whenLost) throws IOException {
		this.whenLost = whenLost;
		// what is written from now on is drained by whoever writes
		this.suspended = true;
		drain();
		send(() -> {
			this.lock.lock();
			try {
				if (this.flushed || this.body.size() > 0 || hasRedirectOrError()) {
					letThrough();
				}
			}
			finally {
				this.lock.unlock();
			}
		});
	}

	/**
	 * Send something, and tell who wants to know if that fails.
	 */
	void send(Sending sending) throws IOException {
		try {
			sending.run();
		}
		catch (IOException ex) {
			Runnable whenLost = this.whenLost;
			if (this.suspended && whenLost != null) {
				whenLost.run();
			}
			throw ex;
		}
	}

	/**
	 * Buffer again, in a dispatch that writes the whole response.
	 */
	void resume() {
		this.suspended = false;
	}

	/**
	 * Let everything through from now on, beginning with what is buffered.
	 */
	void release() throws IOException {
		if (isComplete()) {
			drain();
			letThrough();
		}
	}

	/**
	 * Let everything through, except for characters that the writer has not drained.
	 */
	void letThrough() throws IOException {
		this.lock.lock();
		try {
			if (this.mode != Mode.BUFFERING) {
				return;
			}
			this.mode = Mode.STREAMING;
			Redirect redirect = this.redirect;
			if (this.errorStatus != 0) {
				passError();
			}
			else if (redirect != null) {
				this.redirect = null;
				send(redirect);
			}
			else {
				sendBody();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void send(Redirect redirect) throws IOException {
		if (this.body.size() > 0) {
			this.body.writeTo(target());
		}
		this.response.sendRedirect(redirect.location(), redirect.status(), redirect.clearBuffer());
	}

	private void sendBody() throws IOException {
		if (this.body.size() > 0) {
			this.body.writeTo(target());
			this.body.reset();
		}
		if (this.flushed) {
			this.response.flushBuffer();
		}
	}

	/**
	 * Send a complete response, whose length is known.
	 */
	void send() throws IOException {
		drain();
		if (this.mode != Mode.BUFFERING) {
			return;
		}
		this.mode = Mode.STREAMING;
		Redirect redirect = this.redirect;
		if (redirect != null) {
			send(redirect);
			return;
		}
		if (this.body.size() > 0) {
			this.response.setContentLength(this.body.size());
			this.body.writeTo(target());
		}
	}

	/**
	 * Drop redirect and error, and buffer nothing from now on.
	 */
	void discard() {
		this.mode = Mode.STREAMING;
		this.redirect = null;
		this.errorStatus = 0;
	}

	/**
	 * Return the body that is buffered.
	 */
	byte[] body() {
		drain();
		return this.body.take();
	}

	void resetBody() {
		if (this.writer != null) {
			// encoded, they could be too much for this buffer, and leave
			this.writer.drop();
		}
		this.body.reset();
	}

	/**
	 * Drop the body and its writer.
	 */
	void reset() {
		resetBody();
		this.writer = null;
	}

	/**
	 * Take the characters that the writer has not encoded yet.
	 */
	private void drain() {
		if (this.writer != null) {
			this.writer.drain();
		}
	}

	void redirect(Redirect redirect) {
		drain();
		this.redirect = redirect;
	}

	@Nullable Redirect redirect() {
		return this.redirect;
	}

	void error(int status) {
		this.errorStatus = status;
	}

	/**
	 * Return the status that was sent as an error, or zero.
	 */
	int errorStatus() {
		return this.errorStatus;
	}

	/**
	 * Take the error back that was sent, so that it can be answered.
	 * @return its status
	 */
	int takeError() {
		int status = this.errorStatus;
		this.errorStatus = 0;
		return status;
	}

	/**
	 * Send the error to the response behind, whose container answers it.
	 */
	void passError() throws IOException {
		this.mode = Mode.STREAMING;
		this.response.sendError(takeError());
	}

	/**
	 * Return a new stream that the body is written to.
	 */
	ServletOutputStream open() {
		return new BodyStream(this);
	}

	/**
	 * Return a new writer of the body.
	 */
	PrintWriter openWriter(String encoding) throws UnsupportedEncodingException {
		this.writer = new BodyStream(this).openWriter(encoding);
		return this.writer;
	}

	/**
	 * Write a part of the body.
	 * @param closed whether the stream it is written to was closed before
	 */
	void write(byte[] bytes, int offset, int length, boolean closed) throws IOException {
		send(() -> writeUnheard(bytes, offset, length, closed));
	}

	private void writeUnheard(byte[] bytes, int offset, int length, boolean closed) throws IOException {
		this.lock.lock();
		try {
			if (this.suspended) {
				letThrough();
			}
			if (isStreaming()) {
				target().write(bytes, offset, length);
			}
			else if (!closed && !hasRedirectOrError()) {
				buffer(bytes, offset, length);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void buffer(byte[] bytes, int offset, int length) throws IOException {
		if (this.body.size() + (long) length > this.maxSize) {
			// the writer is draining its characters into this buffer just now
			this.mode = Mode.STREAMING;
			this.body.writeTo(target());
			this.body.reset();
			target().write(bytes, offset, length);
			return;
		}
		this.body.write(bytes, offset, length);
	}

	/**
	 * Flush what was written, now or once the response is sent.
	 */
	void flush() throws IOException {
		if (this.suspended) {
			send(this::letThrough);
		}
		if (isStreaming()) {
			send(() -> target().flush());
		}
		else {
			this.flushed = true;
		}
	}

	/**
	 * Return the stream of the response behind.
	 */
	ServletOutputStream target() throws IOException {
		return this.response.getOutputStream();
	}

	/**
	 * The bytes of a body. One that was written at once, as most are, is not copied to be
	 * stored.
	 */
	private static final class Bytes extends ByteArrayOutputStream {

		private static final byte[] NONE = {};

		private boolean taken;

		Bytes() {
			super(0);
		}

		/**
		 * Return the bytes, which are not changed any more.
		 */
		synchronized byte[] take() {
			if (this.count < this.buf.length) {
				return toByteArray();
			}
			// whatever is added needs a larger array
			this.taken = true;
			return this.buf;
		}

		@Override
		public synchronized void reset() {
			super.reset();
			if (this.taken) {
				this.buf = NONE;
				this.taken = false;
			}
		}

	}

	/**
	 * Sends something to the client.
	 */
	interface Sending {

		void run() throws IOException;

	}

	private enum Mode {

		/** The buffer is not in use. */
		IDLE,

		/** What comes is buffered. */
		BUFFERING,

		/** What comes goes through. */
		STREAMING

	}

	/**
	 * A redirect, whose location the container has yet to complete.
	 */
	record Redirect(String location, int status, boolean clearBuffer) {
	}

}
