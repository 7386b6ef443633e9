package dev.errata.openapi;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

import dev.errata.catalog.ErrorCatalog;
import dev.errata.contract.Contract;
import dev.errata.error.ApiError;
import dev.errata.error.ErrorRequest;
import dev.errata.error.Failure;
import dev.errata.requestid.RequestIdStyle;
import dev.errata.web.ErrorAnswer;
import dev.errata.web.ErrorFunnel;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The document of a code where nothing is known but the code, made by the contract's own
 * envelope, with a request id and a time that stay the same.
 */
final class ExampleError {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final Instant TIMESTAMP = Instant.parse("2026-01-01T12:00:00Z");

	private ExampleError() {
	}

	/**
	 * Return the document.
	 * @return maps, lists and values if it is JSON, else the text
	 */
	static Object of(ErrorCatalog.Answer answer, Contract contract, String method, String path) {
		ErrorRequest request = new ErrorRequest(contract.requestId().prefix() + id(contract.requestId().style()),
				method, path.replaceAll("\\{[^}]*}", "example"), "", Locale.ROOT, TIMESTAMP, null);
		ApiError error = contract.composer()
			.compose(Failure.of(answer.entry().code()).status(answer.status()), request, null);
		ErrorAnswer example = ErrorFunnel.render(error, contract);
		try {
			return JSON.readValue(example.body(), Object.class);
		}
		catch (JacksonException ex) {
			return new String(example.body(), StandardCharsets.UTF_8);
		}
	}

	private static String id(RequestIdStyle style) {
		return switch (style) {
			case UUID -> "6f1c2a34-8b0d-4c5e-9f27-3a4b5c6d7e8f";
			case UUID_V7 -> "019b7a3c-5e10-7d2f-8a41-6b3c9d0e1f2a";
			case HEX_V7 -> "019b7a3c5e107d2f8a416b3c9d0e1f2a";
		};
	}

}
