package dev.errata.web.servlet.tomcat;

import dev.errata.web.servlet.CutOff;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.CloseNowException;

/**
 * Cuts off what Tomcat answers. It closes a connection of HTTP/1.1 at once, but ends a
 * stream of HTTP/2 as if it were whole before it resets it, unless the trailers to end it
 * with cannot be had.
 */
final class TomcatCutOff implements CutOff {

	@Override
	public Exception cutOff(Throwable cause, HttpServletResponse response) {
		CloseNowException cutOff = new CloseNowException("The response was cut off", cause);
		try {
			response.setTrailerFields(() -> {
				throw TomcatCutOff.<RuntimeException>sneaky(cutOff);
			});
		}
		catch (RuntimeException ex) {
			// what is not chunked has a length that it falls short of
		}
		return cutOff;
	}

	@SuppressWarnings("unchecked")
	private static <E extends Exception> E sneaky(Exception exception) throws E {
		throw (E) exception;
	}

}
