package dev.errata.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;

import dev.errata.client.ClientProperties.RetryProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * The policy of one logical call. It is repeated where the contract calls the failure
 * retryable, or no answer came, and where a second effect is impossible: by a method that
 * is idempotent, or with an {@code Idempotency-Key}.
 */
final class CallRetry implements RetryPolicy, BackOff, BackOffExecution {

	private static final Set<HttpMethod> IDEMPOTENT = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.PUT,
			HttpMethod.DELETE, HttpMethod.OPTIONS);

	private final RemoteApi api;

	private final RetryProperties settings;

	private final boolean keyed;

	private final boolean repeatable;

	private final BackOffExecution pauses;

	private int retries;

	private @Nullable Throwable failure;

	CallRetry(RemoteApi api, HttpMethod method, HttpHeaders headers) {
		this.api = api;
		this.settings = api.retry();
		this.keyed = headers.containsHeader(RemoteApi.IDEMPOTENCY_KEY);
		this.repeatable = this.keyed || isRepeatable(method);
		ExponentialBackOff pauses = new ExponentialBackOff(this.settings.delay().toMillis(), 2);
		pauses.setMaxInterval(this.settings.maxDelay().toMillis());
		pauses.setJitter(this.settings.delay().toMillis() / 2);
		this.pauses = pauses.start();
	}

	static boolean isRepeatable(HttpMethod method) {
		return IDEMPOTENT.contains(method);
	}

	@Override
	public boolean shouldRetry(Throwable failure) {
		this.failure = failure;
		return this.repeatable && this.retries < this.settings.maxRetries() && !Thread.currentThread().isInterrupted()
				&& isRetryable(failure);
	}

	private boolean isRetryable(Throwable failure) {
		RemoteApiException answered = RemoteApiException.of(failure);
		if (answered != null) {
			return Boolean.TRUE.equals(answered.retryable()) || (this.keyed && this.api.isInProgress(answered));
		}
		// WebClient wraps what RestClient has not wrapped yet
		return failure instanceof IOException || failure.getCause() instanceof IOException;
	}

	@Override
	public Duration getTimeout() {
		return this.settings.timeout();
	}

	@Override
	public BackOff getBackOff() {
		return this;
	}

	@Override
	public BackOffExecution start() {
		return this;
	}

	@Override
	public long nextBackOff() {
		this.retries++;
		RemoteApiException answered = (this.failure != null) ? RemoteApiException.of(this.failure) : null;
		Duration advice = (answered != null) ? answered.retryAfter() : null;
		if (advice == null) {
			return this.pauses.nextBackOff();
		}
		return (advice.compareTo(this.settings.maxRetryAfter()) <= 0) ? advice.toMillis() : STOP;
	}

	int retries() {
		return this.retries;
	}

}
