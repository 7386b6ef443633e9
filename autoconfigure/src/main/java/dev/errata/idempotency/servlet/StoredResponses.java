package dev.errata.idempotency.servlet;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.errata.idempotency.StoredHeaders;
import dev.errata.idempotency.StoredResponse;
import dev.errata.web.servlet.ContractResponseWrapper;
import dev.errata.web.servlet.ResponseWriter;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Responses as they are stored, and how they are sent again.
 */
final class StoredResponses {

	private StoredResponses() {
	}

	/**
	 * Return the headers as they are now.
	 */
	static Map<String, List<String>> snapshot(HttpServletResponse response) {
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String name : response.getHeaderNames()) {
			headers.put(name, List.copyOf(response.getHeaders(name)));
		}
		return headers;
	}

	/**
	 * Return a response as it is stored.
	 * @param before the headers before the handler ran
	 * @param requestIdHeader the header whose value differs for every exchange
	 * @param body the body, or {@code null} if it is not there as a whole
	 */
	static StoredResponse of(BufferingResponseWrapper response, Map<String, List<String>> before,
			String requestIdHeader, byte @Nullable [] body) {
		Map<String, List<String>> headers = StoredHeaders.changed(response.getHeaderNames(), response::getHeaders,
				before, requestIdHeader, response.getContentType());
		ResponseBuffer.Redirect redirect = response.buffer().redirect();
		if (redirect == null) {
			return new StoredResponse(response.getStatus(), headers, body);
		}
		Map<String, List<String>> withRedirect = new LinkedHashMap<>(headers);
		withRedirect.put(StoredHeaders.REDIRECT, List.of(redirect.location()));
		return new StoredResponse(redirect.status(), withRedirect, body);
	}

	/**
	 * Write a stored response instead of the one that the handler has begun.
	 * @param before the headers before the handler ran
	 */
	static void replace(StoredResponse stored, Map<String, List<String>> before, BufferingResponseWrapper response)
			throws IOException {
		response.buffer().discard();
		response.reset();
		before.forEach((name, values) -> ResponseWriter.setHeader(name, values, response));
		write(stored, response);
	}

	/**
	 * Write a stored response as it was sent the first time.
	 */
	private static void write(StoredResponse stored, HttpServletResponse response) throws IOException {
		response.setStatus(stored.status());
		stored.headers().forEach((name, values) -> set(response, name, values));
		response.setHeader(StoredHeaders.REPLAYED, "true");
		ContractResponseWrapper.leave(response);
		List<String> redirect = stored.headers().get(StoredHeaders.REDIRECT);
		byte[] body = stored.body();
		boolean bodiless = body == null || body.length == 0;
		if (body != null && !bodiless) {
			if (redirect == null) {
				response.setContentLength(body.length);
			}
			response.getOutputStream().write(body);
		}
		if (redirect != null) {
			response.sendRedirect(redirect.get(0), stored.status(), bodiless);
		}
	}

	private static void set(HttpServletResponse response, String name, List<String> values) {
		if (name.equals(StoredHeaders.REDIRECT)) {
			return;
		}
		if (name.equalsIgnoreCase("Content-Type")) {
			response.setContentType(values.get(0));
			return;
		}
		ResponseWriter.setHeader(name, values, response);
	}

}
