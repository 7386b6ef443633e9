package dev.errata.web.tomcat;

import java.io.EOFException;
import java.io.IOException;

import dev.errata.web.RefusedRequests;
import jakarta.servlet.RequestDispatcher;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.catalina.connector.Request;
import org.apache.coyote.BadRequestException;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;

/**
 * An {@link InputBuffer} that reports incomplete request bodies as bad requests. If a
 * form is incomplete or does not arrive, Tomcat takes the client for disconnected and
 * closes the connection without a response, unless it gets this exception. It closes the
 * connection after the response for any incomplete body.
 */
final class BadRequestInputBuffer implements InputBuffer {

	private final InputBuffer input;

	private final org.apache.coyote.Request request;

	private final RefusedRequests refused;

	private BadRequestInputBuffer(InputBuffer input, org.apache.coyote.Request request, RefusedRequests refused) {
		this.input = input;
		this.request = request;
		this.refused = refused;
	}

	/**
	 * Read a request, and those that follow on its connection, through such a buffer.
	 */
	static void watch(Request request, RefusedRequests refused) {
		org.apache.coyote.Request coyoteRequest = request.getCoyoteRequest();
		InputBuffer input = coyoteRequest.getInputBuffer();
		if (!(BodyLimitValve.uncounted(input) instanceof BadRequestInputBuffer)) {
			coyoteRequest.setInputBuffer(new BadRequestInputBuffer(input, coyoteRequest, refused));
		}
	}

	/**
	 * Return the buffer behind this one.
	 */
	static InputBuffer unwatched(InputBuffer input) {
		return (input instanceof BadRequestInputBuffer form) ? form.input : input;
	}

	@Override
	public int doRead(ApplicationBufferHandler handler) throws IOException {
		try {
			int count = this.input.doRead(handler);
			if (count < 0 && isCutOff() && isOurs()) {
				throw new EOFException("The body has ended before all of it has arrived");
			}
			return count;
		}
		catch (BadRequestException ex) {
			sayClosed();
			throw ex;
		}
		catch (IOException ex) {
			sayClosed();
			throw isForm() && isOurs() ? new BadRequestException(ex) : ex;
		}
	}

	/**
	 * Return whether a body that has ended is not whole. If a stream of HTTP/2 is reset,
	 * by the client or since less has arrived than was announced, Tomcat lets its body
	 * end like any other unless somebody waits for more at that moment.
	 */
	private boolean isCutOff() {
		long length = this.request.getContentLengthLong();
		return (length >= 0) ? this.request.getBytesRead() < length
				: this.request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) != null;
	}

	/**
	 * Announce that the connection is closed, as nobody knows where the next request
	 * begins. Tomcat does so for some statuses only.
	 */
	private void sayClosed() {
		if (!this.request.getResponse().isCommitted() && this.request.protocol().toString().startsWith("HTTP/1")) {
			this.request.getResponse().setHeader(HttpHeaders.CONNECTION, "close");
		}
	}

	private boolean isForm() {
		return StringUtils.startsWithIgnoreCase(this.request.getContentType(),
				MediaType.APPLICATION_FORM_URLENCODED_VALUE);
	}

	private boolean isOurs() {
		return this.request.getNote(CoyoteAdapter.ADAPTER_NOTES) instanceof Request ours
				&& ContractErrorValve.find(ours, this.refused) != null;
	}

	@Override
	public int available() {
		return this.input.available();
	}

}
