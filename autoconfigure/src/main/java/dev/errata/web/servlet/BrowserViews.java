package dev.errata.web.servlet;

import java.util.Enumeration;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;

/**
 * Tells people with a browser from programs.
 */
final class BrowserViews {

	private BrowserViews() {
	}

	/**
	 * Return whether a request names HTML among what it accepts; a wildcard does not.
	 */
	static boolean isForBrowser(HttpServletRequest request) {
		Enumeration<String> accepted = request.getHeaders(HttpHeaders.ACCEPT);
		while (accepted != null && accepted.hasMoreElements()) {
			if (accepted.nextElement().toLowerCase(Locale.ROOT).contains("text/html")) {
				return true;
			}
		}
		return false;
	}

}
