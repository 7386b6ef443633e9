package dev.errata.web.tomcat;

import dev.errata.web.servlet.ResponseAborter;
import dev.errata.web.servlet.SneakyThrow;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.CloseNowException;

/**
 * Aborts responses of Tomcat. A connection of HTTP/1.1 is closed at once. A stream of
 * HTTP/2 would end as if it were complete, unless producing the trailers fails, which
 * resets it.
 */
final class TomcatResponseAborter implements ResponseAborter {

	@Override
	public Exception abort(Throwable cause, HttpServletRequest request, HttpServletResponse response) {
		CloseNowException aborted = new CloseNowException("The response was cut off", cause);
		try {
			response.setTrailerFields(() -> {
				throw SneakyThrow.of(aborted);
			});
		}
		catch (RuntimeException ex) {
			// a response that is not chunked ends before its announced length
		}
		return aborted;
	}

}
