package dev.errata.web.jetty;

import dev.errata.web.servlet.ResponseAborter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee11.servlet.ServletApiResponse;
import org.eclipse.jetty.io.QuietException;

import org.springframework.web.util.WebUtils;

/**
 * Aborts responses of Jetty. An exception closes the connection, unless it is thrown in
 * an ERROR dispatch: the response would end as if it were complete.
 */
final class JettyResponseAborter implements ResponseAborter {

	@Override
	public Exception abort(Throwable cause, HttpServletRequest request, HttpServletResponse response) {
		QuietException.Exception aborted = new QuietException.Exception("The response was cut off", cause);
		if (request.getDispatcherType() == DispatcherType.ERROR) {
			ServletApiResponse nativeResponse = WebUtils.getNativeResponse(response, ServletApiResponse.class);
			if (nativeResponse != null) {
				nativeResponse.getServletChannel().abort(aborted);
			}
		}
		return aborted;
	}

}
