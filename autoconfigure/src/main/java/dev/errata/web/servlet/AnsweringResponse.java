package dev.errata.web.servlet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;

import dev.errata.web.ContractExchange;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The response as the application sees it: an error that is sent is answered where it is
 * sent, without another dispatch. From then on the response is committed, and what is
 * written to it is lost.
 */
final class AnsweringResponse extends RefusableResponse {

	private static final Logger logger = LoggerFactory.getLogger(AnsweringResponse.class);

	/** A status that nobody has. */
	private static final int PROBE = 599;

	private final ErrorResponder responder;

	private final ErrorPages pages;

	private final ContractExchange exchange;

	private final HttpServletRequest request;

	private boolean used;

	private boolean sent;

	private boolean answered;

	AnsweringResponse(ErrorResponder responder, ErrorPages pages, ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		super(response);
		this.responder = responder;
		this.pages = pages;
		this.exchange = exchange;
		this.request = request;
	}

	@Override
	public void sendError(int status) throws IOException {
		sendError(status, null);
	}

	@Override
	public void sendError(int status, @Nullable String message) throws IOException {
		if (isHeld() || !isOurs(status)) {
			super.sendError(status, message);
		}
		else if (this.used || this.request.isAsyncStarted()) {
			// others may go on writing to the container's own stream, or complete the
			// request, and only the container can tell when
			this.responder.defer(ServletFailures.sent(status, message, this), this.exchange, this.request, this);
			super.sendError(status, message);
			this.sent = true;
		}
		else {
			this.sent = true;
			this.answered = true;
			HttpServletResponse response = (HttpServletResponse) getResponse();
			this.responder.respond(ServletFailures.sent(status, message, response), Place.FILTER, this.exchange,
					this.request, response);
			if (!this.exchange.isDeferred()) {
				commit();
			}
		}
	}

	/**
	 * Return whether an error of this status is answered here, and not by a view or an
	 * error page.
	 */
	boolean isOurs(int status) {
		return status >= SC_BAD_REQUEST && !isCommitted() && !this.exchange.isDeferred() && !this.pages.has(status)
				&& isChangeable();
	}

	/**
	 * Return whether the response can be changed: that of an included resource cannot,
	 * which its container knows but does not tell.
	 */
	private boolean isChangeable() {
		int status = getStatus();
		setStatus(PROBE);
		boolean changeable = getStatus() == PROBE;
		setStatus(status);
		return changeable;
	}

	@Override
	public boolean isCommitted() {
		// the filter for error pages of a WAR does not say so
		return this.sent || super.isCommitted();
	}

	private void commit() {
		try {
			if (!super.isCommitted()) {
				flushBuffer();
			}
		}
		catch (IOException ex) {
			logger.debug("The client was gone before it got its answer", ex);
		}
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		if (this.answered) {
			return new LostOutputStream();
		}
		this.used = true;
		return super.getOutputStream();
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		if (this.answered) {
			return new PrintWriter(OutputStream.nullOutputStream());
		}
		this.used = true;
		return super.getWriter();
	}

	/**
	 * Takes what is written after the answer.
	 */
	private static final class LostOutputStream extends ServletOutputStream {

		@Override
		public void write(int value) {
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setWriteListener(WriteListener listener) {
		}

	}

}
