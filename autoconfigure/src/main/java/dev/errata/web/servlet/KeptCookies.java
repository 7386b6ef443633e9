package dev.errata.web.servlet;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.springframework.http.HttpHeaders;

/**
 * A response that keeps its cookies when it is reset. Those of a refusal are not those of
 * a success: they are for a session or a CSRF token, or remove a token that is not valid.
 *
 * @since 0.1.0
 * @hidden
 */
public final class KeptCookies extends HttpServletResponseWrapper {

	private final List<String> cookies;

	private KeptCookies(HttpServletResponse response, List<String> cookies) {
		super(response);
		this.cookies = cookies;
	}

	/**
	 * Return a response that keeps the cookies of another.
	 * @param response the response
	 * @return the response to write to, which is the same if it has no cookies
	 */
	public static HttpServletResponse of(HttpServletResponse response) {
		List<String> cookies = List.copyOf(response.getHeaders(HttpHeaders.SET_COOKIE));
		return cookies.isEmpty() ? response : new KeptCookies(response, cookies);
	}

	@Override
	public void reset() {
		super.reset();
		// Jetty restores the session cookie itself
		Set<String> all = new LinkedHashSet<>(getHeaders(HttpHeaders.SET_COOKIE));
		all.addAll(this.cookies);
		setHeader(HttpHeaders.SET_COOKIE, this.cookies.get(0));
		all.remove(this.cookies.get(0));
		all.forEach((cookie) -> addHeader(HttpHeaders.SET_COOKIE, cookie));
	}

}
