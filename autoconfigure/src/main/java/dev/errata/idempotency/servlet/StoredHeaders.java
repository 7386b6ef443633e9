package dev.errata.idempotency.servlet;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a response that are stored with it: those that the handler has changed,
 * except for headers of one exchange, one caller or one connection.
 */
final class StoredHeaders {

	private static final String CONTENT_TYPE = "Content-Type";

	private static final Set<String> OF_ONE_EXCHANGE = Set.of("connection", "keep-alive", "proxy-connection",
			"proxy-authenticate", "proxy-authorization", "proxy-authentication-info", "te", "trailer",
			"transfer-encoding", "upgrade", "date", "content-length", "set-cookie", "set-cookie2", "www-authenticate",
			"authentication-info", "traceparent", "tracestate", "traceresponse", "b3", "baggage", "server-timing",
			"x-request-id", "x-correlation-id", "idempotency-replayed");

	private StoredHeaders() {
	}

	/**
	 * Return the headers as they are before the handler runs.
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

	/**
	 * Return the headers to store.
	 * @param before the headers before the handler ran
	 * @param requestIdHeader the header whose value differs for every exchange
	 */
	static Map<String, List<String>> changed(HttpServletResponse response, Map<String, List<String>> before,
			String requestIdHeader) {
		Map<String, List<String>> changed = new LinkedHashMap<>();
		Map<String, List<String>> after = snapshot(response);
		Set<String> ofConnection = namedBy(after.get("Connection"));
		after.forEach((name, values) -> {
			if (!isOfOneExchange(name) && !ofConnection.contains(name) && !name.equalsIgnoreCase(CONTENT_TYPE)
					&& !name.equalsIgnoreCase(requestIdHeader) && !values.equals(before.get(name))) {
				changed.put(name, values);
			}
		});
		// a container may keep it apart from the other headers
		String contentType = response.getContentType();
		if (contentType != null) {
			changed.put(CONTENT_TYPE, List.of(contentType));
		}
		return changed;
	}

	/**
	 * Return the names of the headers that {@code Connection} says belong to it.
	 */
	private static Set<String> namedBy(@Nullable List<String> connection) {
		if (connection == null) {
			return Set.of();
		}
		Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		for (String value : connection) {
			for (String name : value.split(",")) {
				names.add(name.strip());
			}
		}
		return names;
	}

	private static boolean isOfOneExchange(String header) {
		String name = header.toLowerCase(Locale.ROOT);
		return OF_ONE_EXCHANGE.contains(name) || name.startsWith("access-control-") || name.startsWith("x-b3-");
	}

}
