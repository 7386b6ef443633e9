package dev.errata.web.servlet.tomcat;

import dev.errata.web.servlet.ResponseAborter;
import dev.errata.web.servlet.SneakyThrow;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.CloseNowException;

/**
 * Cuts off what Tomcat answers. It closes a connection of HTTP/1.1 at once, but ends a
 * stream of HTTP/2 as if it were whole before it resets it, unless the trailers to end it
 * with cannot be had.
 */
final class TomcatResponseAborter implements ResponseAborter {

	@Override
	public Exception abort(Throwable cause, HttpServletResponse response) {
		CloseNowException aborted = new CloseNowException("The response was cut off", cause);
		try {
			response.setTrailerFields(() -> {
				throw SneakyThrow.of(aborted);
			});
		}
		catch (RuntimeException ex) {
			// what is not chunked has a length that it falls short of
		}
		return aborted;
	}

}
