package dev.errata.web;

import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;

import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.error.ErrorRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Finds the {@link ContractExchange} of a request that the container has refused before
 * the application could see it, and describes the request.
 *
 * @since 0.1.0
 * @hidden
 */
public final class RefusedRequests {

	/** Length of the languages that are read; nobody speaks more. */
	private static final int MAX_LANGUAGES = 1000;

	private final Contracts contracts;

	private final RequestPaths paths;

	private final Clock clock;

	/**
	 * Create an instance.
	 * @param contracts the contracts
	 * @param paths the paths of requests
	 * @param clock the clock
	 */
	public RefusedRequests(Contracts contracts, RequestPaths paths, Clock clock) {
		this.contracts = contracts;
		this.paths = paths;
		this.clock = clock;
	}

	/**
	 * Create the exchange of a request.
	 * @param target the path as sent, or {@code null} if it could not be read
	 * @param headers returns the value of a header, or {@code null}
	 * @return a new exchange, or {@code null} if no contract rules the path
	 */
	public @Nullable ContractExchange exchange(@Nullable String target, Function<String, @Nullable String> headers) {
		String path = this.paths.ofRefused(target);
		Contract contract = this.contracts.find(path);
		return (contract != null) ? new ContractExchange(contract, path, headers.apply(contract.requestId().header()))
				: null;
	}

	/**
	 * Return a description of a request.
	 * @param exchange the exchange
	 * @param method the method, or {@code null} if it could not be read
	 * @param target the path as sent, or {@code null} if it could not be read
	 * @param languages the value of {@code Accept-Language}, or {@code null}
	 * @return the description
	 */
	public ErrorRequest describe(ContractExchange exchange, @Nullable String method, @Nullable String target,
			@Nullable String languages) {
		return new ErrorRequest(exchange.requestId(), method, target, this.paths.base(), localeOf(languages),
				Instant.now(this.clock));
	}

	private static Locale localeOf(@Nullable String languages) {
		if (!StringUtils.hasText(languages) || languages.length() > MAX_LANGUAGES) {
			return Locale.ROOT;
		}
		try {
			return Locale.forLanguageTag(Locale.LanguageRange.parse(languages).get(0).getRange());
		}
		catch (RuntimeException ex) {
			return Locale.ROOT;
		}
	}

}
