package dev.errata.idempotency;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The headers of a response that are stored with it: those that the handler has changed,
 * except for headers of one exchange, one caller or one connection.
 *
 * @since 0.1.0
 * @hidden
 */
public final class StoredHeaders {

	private static final String CONTENT_TYPE = "Content-Type";

	private static final Set<String> OF_ONE_EXCHANGE = namedBy(List.of("connection", "keep-alive", "proxy-connection",
			"proxy-authenticate", "proxy-authorization", "proxy-authentication-info", "te", "trailer",
			"transfer-encoding", "upgrade", "date", "content-length", "set-cookie", "set-cookie2", "www-authenticate",
			"authentication-info", "traceparent", "tracestate", "traceresponse", "b3", "baggage", "server-timing",
			"x-request-id", "x-correlation-id", "idempotency-replayed"));

	/** Says that the request has not run again. */
	public static final String REPLAYED = "Idempotency-Replayed";

	/** Says that the request has run without the protection it asked for. */
	public static final String UNPROTECTED = "Idempotency-Unprotected";

	/**
	 * The location of a redirect that the container has yet to complete. No header has
	 * such a name.
	 */
	public static final String REDIRECT = ":redirect";

	private StoredHeaders() {
	}

	/**
	 * Return the headers to store.
	 * @param after the headers of the response, by their names in any case
	 * @param before the headers before the handler ran
	 * @param requestIdHeader the header whose value differs for every exchange
	 * @param contentType the content type, which is stored even if it was there before
	 * @return the headers
	 */
	public static Map<String, List<String>> changed(Map<String, List<String>> after, Map<String, List<String>> before,
			String requestIdHeader, @Nullable String contentType) {
		Map<String, List<String>> changed = new LinkedHashMap<>();
		Set<String> ofConnection = namedBy(after.get("Connection"));
		after.forEach((name, values) -> {
			if (!isOfOneExchange(name) && !ofConnection.contains(name) && !name.equalsIgnoreCase(CONTENT_TYPE)
					&& !name.equalsIgnoreCase(requestIdHeader) && !values.equals(before.get(name))) {
				changed.put(name, values);
			}
		});
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
		return OF_ONE_EXCHANGE.contains(header) || startsWith(header, "access-control-") || startsWith(header, "x-b3-");
	}

	private static boolean startsWith(String header, String prefix) {
		return header.regionMatches(true, 0, prefix, 0, prefix.length());
	}

}
