package dev.errata.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.errata.contract.RemoteContractProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A service that this one calls.
 *
 * @param url Base URLs of the service; the first is that of its RestClient.
 * @param contract Contract of the service: the name of one of this application's, or its
 * envelope, headers and codes.
 * @param translate Codes of this application by those of the service that they answer;
 * any other is an upstream error.
 * @param exposeMessage Codes of the service whose message may go on the wire.
 * @param retry How calls that failed are repeated.
 */
record ClientProperties(@Nullable List<String> url,
		@NestedConfigurationProperty @Nullable RemoteContractProperties contract,
		@Nullable Map<String, String> translate, @Nullable List<String> exposeMessage,
		@DefaultValue RetryProperties retry) {

	/**
	 * How calls that failed are repeated.
	 *
	 * @param maxRetries How often a call is repeated; never unless said.
	 * @param delay Pause before the first repetition; each further one is twice as long,
	 * more or less.
	 * @param maxDelay Longest of these pauses.
	 * @param maxRetryAfter Longest Retry-After that is waited for; a longer one ends the
	 * call.
	 * @param timeout Time after which no further attempt begins, pauses included.
	 * @param idempotencyKey Whether the service honours Idempotency-Key, so that POST and
	 * PATCH get one and are repeated.
	 */
	record RetryProperties(@DefaultValue("0") int maxRetries, @DefaultValue("200ms") Duration delay,
			@DefaultValue("5s") Duration maxDelay, @DefaultValue("30s") Duration maxRetryAfter,
			@DefaultValue("1m") Duration timeout, @DefaultValue("false") boolean idempotencyKey) {

		boolean isEnabled() {
			return this.maxRetries > 0;
		}

	}

}
