package dev.errata.web.servlet;

import java.io.IOException;
import java.io.PrintWriter;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The response to a request that may be refused. While those who decide on that have
 * their turn, it is held: it remembers how they refuse rather than sending it off.
 * Otherwise it is a plain passage.
 *
 * @since 0.1.0
 */
public class RefusableResponse extends HttpServletResponseWrapper {

	private boolean held;

	private boolean written;

	private int refusal;

	/**
	 * Create a response that is not held.
	 * @param response the response to pass everything to
	 */
	protected RefusableResponse(HttpServletResponse response) {
		super(response);
	}

	/**
	 * Return a response that can be held.
	 * @param response the response to a request
	 * @return the same, if it can be held itself, else one around it
	 */
	public static RefusableResponse of(HttpServletResponse response) {
		return (response instanceof RefusableResponse refusable) ? refusable : new RefusableResponse(response);
	}

	/**
	 * Hold it from now on.
	 */
	public void hold() {
		this.held = true;
	}

	/**
	 * Let everything pass from now on.
	 */
	public void release() {
		this.held = false;
	}

	/**
	 * Return whether it is held.
	 */
	final boolean isHeld() {
		return this.held;
	}

	/**
	 * Return whether the request was refused and the body is left to others.
	 * @return whether the request was refused
	 */
	public boolean isRefused() {
		return this.refusal >= SC_BAD_REQUEST && !this.written && !isCommitted();
	}

	/**
	 * Return whether a place to write a body to was asked for while it was held.
	 * @return whether there may be a body
	 */
	public boolean isWritten() {
		return this.written;
	}

	/**
	 * Return the last status that was set or sent while it was held.
	 * @return the status, or 0 if there was none
	 */
	public int refusedStatus() {
		return this.refusal;
	}

	@Override
	public void setStatus(int status) {
		if (this.held) {
			this.refusal = status;
		}
		super.setStatus(status);
	}

	@Override
	public void sendError(int status) throws IOException {
		if (this.held) {
			setStatus(status);
		}
		else {
			super.sendError(status);
		}
	}

	@Override
	public void sendError(int status, @Nullable String message) throws IOException {
		if (this.held) {
			setStatus(status);
		}
		else {
			super.sendError(status, message);
		}
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		this.written |= this.held;
		return super.getOutputStream();
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		this.written |= this.held;
		return super.getWriter();
	}

}
