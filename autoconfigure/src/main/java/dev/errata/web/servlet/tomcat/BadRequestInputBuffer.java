package dev.errata.web.servlet.tomcat;

import java.io.IOException;

import dev.errata.web.servlet.ServletExchanges;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.catalina.connector.Request;
import org.apache.coyote.BadRequestException;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * What Tomcat reads requests from. Where a form breaks off or does not come, Tomcat takes
 * the client for gone and closes the connection before anybody can answer; told that the
 * request is a bad one, it does not. It closes the connection after the answer, though,
 * whatever it is that breaks off.
 */
final class BadRequestInputBuffer implements InputBuffer {

	private final InputBuffer input;

	private final org.apache.coyote.Request request;

	private final ServletExchanges exchanges;

	private BadRequestInputBuffer(InputBuffer input, org.apache.coyote.Request request, ServletExchanges exchanges) {
		this.input = input;
		this.request = request;
		this.exchanges = exchanges;
	}

	/**
	 * Let a request, and all that come by the same connection, be read this way.
	 */
	static void watch(Request request, ServletExchanges exchanges) {
		org.apache.coyote.Request coyoteRequest = request.getCoyoteRequest();
		InputBuffer input = coyoteRequest.getInputBuffer();
		if (!(BodyLimitValve.uncounted(input) instanceof BadRequestInputBuffer)) {
			coyoteRequest.setInputBuffer(new BadRequestInputBuffer(input, coyoteRequest, exchanges));
		}
	}

	/**
	 * Return what a request is read from, but for this.
	 */
	static InputBuffer unwatched(InputBuffer input) {
		return (input instanceof BadRequestInputBuffer form) ? form.input : input;
	}

	@Override
	public int doRead(ApplicationBufferHandler handler) throws IOException {
		try {
			return this.input.doRead(handler);
		}
		catch (BadRequestException ex) {
			sayClosed();
			throw ex;
		}
		catch (IOException ex) {
			sayClosed();
			throw isForm(this.request.getContentType()) && isOurs() ? new BadRequestException(ex) : ex;
		}
	}

	/**
	 * Let the answer say that the connection is closed, as nobody knows where the next
	 * request begins. Tomcat says so for some statuses alone.
	 */
	private void sayClosed() {
		if (!this.request.getResponse().isCommitted() && this.request.protocol().toString().startsWith("HTTP/1")) {
			this.request.getResponse().setHeader(HttpHeaders.CONNECTION, "close");
		}
	}

	private static boolean isForm(@Nullable String contentType) {
		String form = MediaType.APPLICATION_FORM_URLENCODED_VALUE;
		return contentType != null && contentType.regionMatches(true, 0, form, 0, form.length());
	}

	private boolean isOurs() {
		return this.request.getNote(CoyoteAdapter.ADAPTER_NOTES) instanceof Request ours
				&& this.exchanges.find(ours) != null;
	}

	@Override
	public int available() {
		return this.input.available();
	}

}
