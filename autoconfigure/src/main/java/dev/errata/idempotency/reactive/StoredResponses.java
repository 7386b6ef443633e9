package dev.errata.idempotency.reactive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.errata.idempotency.StoredHeaders;
import dev.errata.idempotency.StoredResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * Responses as they are stored, and how they are sent again.
 */
final class StoredResponses {

	private StoredResponses() {
	}

	/**
	 * Return the headers as they are now.
	 */
	static Map<String, List<String>> snapshot(ServerHttpResponse response) {
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		response.getHeaders().forEach((name, values) -> headers.put(name, List.copyOf(values)));
		return headers;
	}

	/**
	 * Return a response as it is stored.
	 * @param before the headers before the handler ran
	 * @param requestIdHeader the header whose value differs for every exchange
	 * @param body the body, or {@code null} if it is not there as a whole
	 */
	static StoredResponse of(ServerHttpResponse response, Map<String, List<String>> before, String requestIdHeader,
			byte @Nullable [] body) {
		HttpHeaders headers = response.getHeaders();
		return new StoredResponse(statusOf(response), StoredHeaders.changed(headers.headerNames(), headers::get, before,
				requestIdHeader, headers.getFirst(HttpHeaders.CONTENT_TYPE)), body);
	}

	private static int statusOf(ServerHttpResponse response) {
		HttpStatusCode status = response.getStatusCode();
		return (status != null) ? status.value() : HttpStatus.OK.value();
	}

	/**
	 * Write a stored response instead of the one that the handler has begun.
	 * @param before the headers before the handler ran
	 */
	static Mono<Void> replace(StoredResponse stored, Map<String, List<String>> before, ServerHttpResponse response) {
		response.getHeaders().clear();
		response.getCookies().clear();
		before.forEach((name, values) -> response.getHeaders().put(name, new ArrayList<>(values)));
		return write(stored, response);
	}

	/**
	 * Write a stored response as it was sent the first time.
	 */
	static Mono<Void> write(StoredResponse stored, ServerHttpResponse response) {
		HttpHeaders headers = response.getHeaders();
		response.setStatusCode(HttpStatusCode.valueOf(stored.status()));
		stored.headers()
			.forEach((name, values) -> headers.put(name.equals(StoredHeaders.REDIRECT) ? HttpHeaders.LOCATION : name,
					new ArrayList<>(values)));
		headers.set(StoredHeaders.REPLAYED, "true");
		byte[] body = stored.body();
		if (body == null || body.length == 0) {
			return response.setComplete();
		}
		headers.setContentLength(body.length);
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

}
