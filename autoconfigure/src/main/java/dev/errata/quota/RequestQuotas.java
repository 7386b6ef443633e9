package dev.errata.quota;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The quotas of one request. Its providers are asked once: when the response is about to
 * be committed, or earlier, when a quota is the reason for an error.
 *
 * @since 0.1.0
 * @hidden
 */
public final class RequestQuotas {

	private final QuotaRequest request;

	private final QuotaHeaders headers;

	private final Quotas quotas;

	private final Clock clock;

	private @Nullable List<Quota> all;

	/**
	 * Create the quotas of a request.
	 * @param request the request, which is not used once its providers were asked
	 * @param headers the headers of its contract
	 * @param quotas calls the providers
	 * @param clock the clock
	 */
	public RequestQuotas(QuotaRequest request, QuotaHeaders headers, Quotas quotas, Clock clock) {
		this.request = request;
		this.headers = headers;
		this.quotas = quotas;
		this.clock = clock;
	}

	/**
	 * Return the headers of a response that is about to be committed.
	 * @return the values by name; empty where there are no quotas
	 */
	public Map<String, String> headers() {
		return this.headers.values(all(), this.clock.instant());
	}

	/**
	 * Return the time until the last of the exhausted quotas is reset.
	 * @return the time, or {@code null} if no exhausted quota has a known reset
	 */
	public @Nullable Duration untilReset() {
		List<Quota> quotas = all();
		// after the providers were asked, as in the headers: they may count from then
		Instant now = this.clock.instant();
		Long longest = null;
		for (Quota quota : quotas) {
			Long seconds = quota.isExhausted() ? quota.secondsUntilReset(now) : null;
			if (seconds != null && (longest == null || seconds > longest)) {
				longest = seconds;
			}
		}
		return (longest != null) ? Duration.ofSeconds(longest) : null;
	}

	/**
	 * Return whether the next call of {@link #all()} blocks its thread until the
	 * providers have answered in threads of their own.
	 * @return whether the call blocks
	 */
	public synchronized boolean isWaiting() {
		return this.all == null && !this.headers.timeout().isZero();
	}

	/**
	 * Ask the providers, unless they were asked before.
	 * @return the quotas
	 */
	// any thread may commit the response
	public synchronized List<Quota> all() {
		if (this.all == null) {
			Asked asked = new Asked(this.request);
			try {
				this.all = this.quotas.of(asked, this.headers.timeout());
			}
			finally {
				asked.close();
			}
		}
		return this.all;
	}

	/**
	 * The request that providers see. It is closed once they are no longer waited for.
	 */
	private static final class Asked implements QuotaRequest {

		private final String contract;

		private final String path;

		private @Nullable QuotaRequest request;

		Asked(QuotaRequest request) {
			this.contract = request.contract();
			this.path = request.path();
			this.request = request;
		}

		@Override
		public String contract() {
			return this.contract;
		}

		@Override
		public synchronized String method() {
			return open().method();
		}

		@Override
		public String path() {
			return this.path;
		}

		@Override
		public synchronized @Nullable String header(String name) {
			return open().header(name);
		}

		@Override
		public synchronized @Nullable Object attribute(String name) {
			return open().attribute(name);
		}

		private QuotaRequest open() {
			if (this.request == null) {
				throw new IllegalStateException("The response was sent without waiting for this provider any longer");
			}
			return this.request;
		}

		synchronized void close() {
			this.request = null;
		}

	}

}
