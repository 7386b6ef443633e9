package dev.errata.idempotency.servlet;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.http.HttpServletResponse;

/**
 * The headers of a servlet response.
 */
final class ResponseHeaders {

	private ResponseHeaders() {
	}

	/**
	 * Return the headers as they are now.
	 */
	static Map<String, List<String>> snapshot(HttpServletResponse response) {
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String name : response.getHeaderNames()) {
			Collection<String> values = response.getHeaders(name);
			headers.put(name, List.copyOf(values));
		}
		return headers;
	}

	/**
	 * Set headers as they were.
	 */
	static void restore(Map<String, List<String>> headers, HttpServletResponse response) {
		headers.forEach((name, values) -> set(name, values, response));
	}

	static void set(String name, List<String> values, HttpServletResponse response) {
		for (int i = 0; i < values.size(); i++) {
			if (i == 0) {
				response.setHeader(name, values.get(i));
			}
			else {
				response.addHeader(name, values.get(i));
			}
		}
	}

}
