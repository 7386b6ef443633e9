package dev.errata.web.jetty;

import java.net.URI;
import java.net.URISyntaxException;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Rejects a request whose scheme or path is no part of a URI, which Jetty allows for a
 * scheme in forwarded headers and for parameters of a path. Spring would fail after it
 * has begun to process the request asynchronously, and nobody would end it.
 */
final class UnreadableUriHandler extends Handler.Wrapper {

	@Override
	public boolean handle(Request request, Response response, Callback callback) throws Exception {
		if (isReadable(request.getHttpURI())) {
			return super.handle(request, response, callback);
		}
		Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
		return true;
	}

	private static boolean isReadable(HttpURI uri) {
		if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && isPlain(uri.getPath())) {
			return true;
		}
		try {
			new URI(uri.getScheme() + "://localhost" + uri.getPath());
			return true;
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	/**
	 * Return whether there are only characters that need no closer look.
	 */
	private static boolean isPlain(@Nullable String text) {
		for (int i = 0; text != null && i < text.length(); i++) {
			char c = text.charAt(i);
			if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '-' && c <= '9')) {
				return false;
			}
		}
		return text != null;
	}

}
