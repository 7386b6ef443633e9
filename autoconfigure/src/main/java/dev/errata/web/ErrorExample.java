package dev.errata.web;

import java.time.Instant;
import java.util.Locale;

import dev.errata.contract.Contract;
import dev.errata.error.ApiError;
import dev.errata.error.ErrorRequest;
import dev.errata.error.Failure;

import org.springframework.util.Assert;

/**
 * An example of the response for a code, used in descriptions of the contract. It is
 * rendered by the contract's own envelope, with a fixed request id and time.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ErrorExample {

	private static final Instant TIMESTAMP = Instant.parse("2026-01-01T12:00:00Z");

	private ErrorExample() {
	}

	/**
	 * Create an example without calling any listener.
	 * @param code the code
	 * @param status its status
	 * @param contract the contract that has the code
	 * @param method the HTTP method of the request that fails
	 * @param path its path
	 * @param basePath the path below which the application lives; empty for the root
	 * @return the answer
	 */
	public static ErrorAnswer of(String code, int status, Contract contract, String method, String path,
			String basePath) {
		Assert.notNull(contract, "'contract' must not be null");
		ErrorRequest request = new ErrorRequest(contract.requestId().exampleId(), method, path, basePath, Locale.ROOT,
				TIMESTAMP, null);
		ApiError error = contract.composer().compose(Failure.of(code).status(status), request, null);
		return ErrorFunnel.render(error, contract);
	}

}
