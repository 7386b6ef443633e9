package dev.errata.security;

import java.io.IOException;
import java.io.PrintWriter;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/**
 * The response as the filters of Spring Security see it: it remembers how they refuse a
 * request rather than sending it off. While the application has its turn, it is a plain
 * passage.
 */
final class RefusalResponse extends HttpServletResponseWrapper {

	private boolean passing;

	private boolean written;

	private int status;

	RefusalResponse(HttpServletResponse response) {
		super(response);
	}

	/**
	 * Let everything pass, or no more.
	 */
	void setPassing(boolean passing) {
		this.passing = passing;
	}

	/**
	 * Return whether a filter has refused the request and left the body to others.
	 */
	boolean isRefused() {
		return this.status >= 400 && !this.written && !isCommitted();
	}

	/**
	 * Return whether a filter has asked for a place to write a body to.
	 */
	boolean isWritten() {
		return this.written;
	}

	int refusedStatus() {
		return this.status;
	}

	@Override
	public void setStatus(int status) {
		if (!this.passing) {
			this.status = status;
		}
		super.setStatus(status);
	}

	@Override
	public void sendError(int status) throws IOException {
		if (this.passing) {
			super.sendError(status);
		}
		else {
			setStatus(status);
		}
	}

	@Override
	public void sendError(int status, String message) throws IOException {
		if (this.passing) {
			super.sendError(status, message);
		}
		else {
			setStatus(status);
		}
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		this.written |= !this.passing;
		return super.getOutputStream();
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		this.written |= !this.passing;
		return super.getWriter();
	}

}
