package dev.errata.web;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import dev.errata.contract.Contract;
import dev.errata.error.ApiError;
import dev.errata.error.ErrorRequest;
import dev.errata.error.Failure;

import org.springframework.util.Assert;
import org.springframework.web.util.pattern.PathPattern;

/**
 * An example of the response for a code, used in descriptions of the contract. It is
 * rendered by the contract's own envelope, with a request id, a time and a path that stay
 * the same.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ErrorExample {

	private static final Instant TIMESTAMP = Instant.parse("2026-01-01T12:00:00Z");

	private ErrorExample() {
	}

	/**
	 * Create an example of a failure for readers of a language without calling any
	 * listener.
	 * @param failure the failure
	 * @param contract the contract that has its code
	 * @param basePath the path below which the application lives; empty for the root
	 * @param reader the language of the reader
	 * @return the answer
	 */
	public static ErrorAnswer of(Failure failure, Contract contract, String basePath, Locale reader) {
		Assert.notNull(contract, "'contract' must not be null");
		ErrorRequest request = new ErrorRequest(contract.requestId().exampleId(), "GET", basePath + path(contract),
				basePath, reader, TIMESTAMP);
		ApiError error = contract.composer().compose(failure, request, null);
		return ErrorFunnel.render(error, contract);
	}

	/**
	 * Return the path of an example request.
	 * @param contract the contract that the path belongs to
	 * @return the path, without that of the application
	 */
	public static String path(Contract contract) {
		List<PathPattern> paths = contract.paths();
		String pattern = paths.isEmpty() ? "/**" : paths.get(0).getPatternString();
		StringBuilder path = new StringBuilder();
		for (String segment : pattern.substring(1).split("/")) {
			path.append('/').append(segment.matches("[^*?{]*") ? segment : "example");
		}
		return path.toString();
	}

}
