package dev.errata.browser;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.Contract;
import dev.errata.error.ApiError;
import dev.errata.error.ErrorRequest;
import dev.errata.error.Failure;
import dev.errata.requestid.RequestIdStyle;
import dev.errata.web.ErrorAnswer;
import dev.errata.web.ErrorFunnel;

import org.springframework.http.HttpStatus;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The answer that a code has where nothing is known but the code: made by the contract's
 * own envelope, with a request id, a time and a path that stay the same.
 *
 * @param status the status
 * @param title the short name of the failure
 * @param message the sentence for the caller
 * @param headers the headers by name
 * @param body the document
 */
record ExampleAnswer(int status, String title, String message, Map<String, String> headers, String body) {

	private static final Instant TIMESTAMP = Instant.parse("2026-01-01T12:00:00Z");

	static ExampleAnswer of(Contract contract, CatalogEntry entry, int status, String basePath) {
		String id = contract.requestId().prefix() + id(contract.requestId().style());
		ErrorRequest request = new ErrorRequest(id, "GET", basePath + path(contract), basePath, Locale.ROOT, TIMESTAMP,
				null);
		ApiError error = contract.composer().compose(Failure.of(entry.code()).status(status), request, null);
		ErrorAnswer answer = ErrorFunnel.render(error, contract);
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("Content-Type", answer.mediaType());
		answer.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
		return new ExampleAnswer(status, error.title(), error.message(), headers,
				new String(answer.body(), StandardCharsets.UTF_8));
	}

	/**
	 * Return the reason phrase of a status, or an empty text.
	 */
	static String reason(int status) {
		HttpStatus known = HttpStatus.resolve(status);
		return (known != null) ? known.getReasonPhrase() : "";
	}

	private static String id(RequestIdStyle style) {
		return switch (style) {
			case UUID -> "6f1c2a34-8b0d-4c5e-9f27-3a4b5c6d7e8f";
			case UUID_V7 -> "019b7a3c-5e10-7d2f-8a41-6b3c9d0e1f2a";
			case HEX_V7 -> "019b7a3c5e107d2f8a416b3c9d0e1f2a";
		};
	}

	private static String path(Contract contract) {
		List<PathPattern> paths = contract.paths();
		String pattern = paths.isEmpty() ? "/**" : paths.get(0).getPatternString();
		StringBuilder path = new StringBuilder();
		for (String segment : pattern.substring(1).split("/")) {
			path.append('/').append(segment.matches("[^*?{]*") ? segment : "example");
		}
		return path.toString();
	}

}
