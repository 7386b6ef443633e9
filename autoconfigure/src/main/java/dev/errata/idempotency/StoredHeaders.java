package dev.errata.idempotency;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

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
	 * @param names the names of the headers of the response
	 * @param values finds the values of a header by its name, in any case
	 * @param before the headers before the handler ran, by their names in any case
	 * @param requestIdHeader the header whose value differs for every exchange
	 * @param contentType the content type, which is stored even if it was there before
	 * @return the headers
	 */
	public static Map<String, List<String>> changed(Collection<String> names,
			Function<String, @Nullable Collection<String>> values, Map<String, List<String>> before,
			String requestIdHeader, @Nullable String contentType) {
		Map<String, List<String>> changed = new LinkedHashMap<>();
		Set<String> ofConnection = namedBy(values.apply("Connection"));
		for (String name : names) {
			if (isOfOneExchange(name) || ofConnection.contains(name) || name.equalsIgnoreCase(CONTENT_TYPE)
					|| name.equalsIgnoreCase(requestIdHeader)) {
				continue;
			}
			List<String> now = copy(values.apply(name));
			if (!now.equals(before.get(name))) {
				changed.put(name, now);
			}
		}
		if (contentType != null) {
			changed.put(CONTENT_TYPE, List.of(contentType));
		}
		return changed;
	}

	private static List<String> copy(@Nullable Collection<String> values) {
		return (values != null) ? List.copyOf(values) : List.of();
	}

	/**
	 * Return the names of the headers that {@code Connection} says belong to it.
	 */
	private static Set<String> namedBy(@Nullable Collection<String> connection) {
		if (connection == null || connection.isEmpty()) {
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
		return OF_ONE_EXCHANGE.contains(header) || StringUtils.startsWithIgnoreCase(header, "access-control-")
				|| StringUtils.startsWithIgnoreCase(header, "x-b3-");
	}

}
