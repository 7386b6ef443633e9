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
	 * Create an example in the language of the contract without calling any listener.
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
		return of(code, status, contract, method, path, basePath, Locale.ROOT);
	}

	/**
	 * Create an example for readers of a language without calling any listener.
	 * @param code the code
	 * @param status its status
	 * @param contract the contract that has the code
	 * @param method the HTTP method of the request that fails
	 * @param path its path
	 * @param basePath the path below which the application lives; empty for the root
	 * @param reader the language of the reader
	 * @return the answer
	 */
	public static ErrorAnswer of(String code, int status, Contract contract, String method, String path,
			String basePath, Locale reader) {
		return of(Failure.of(code).status(status), contract, method, path, basePath, reader);
	}

	/**
	 * Create an example of a failure for readers of a language without calling any
	 * listener.
	 * @param failure the failure
	 * @param contract the contract that has its code
	 * @param method the HTTP method of the request that fails
	 * @param path its path
	 * @param basePath the path below which the application lives; empty for the root
	 * @param reader the language of the reader
	 * @return the answer
	 */
	public static ErrorAnswer of(Failure failure, Contract contract, String method, String path, String basePath,
			Locale reader) {
		Assert.notNull(contract, "'contract' must not be null");
		ErrorRequest request = new ErrorRequest(contract.requestId().exampleId(), method, path, basePath, reader,
				TIMESTAMP);
		ApiError error = contract.composer().compose(failure, request, null);
		return ErrorFunnel.render(error, contract);
	}

}
