package dev.errata.quota.servlet;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.errata.contract.Contract;
import dev.errata.quota.Quota;
import dev.errata.quota.QuotaRequest;
import dev.errata.quota.Quotas;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * The quotas of one request. Its providers are asked once: when the response is about to
 * be committed, or earlier, when a quota is the reason for an error.
 */
final class RequestQuotas {

	private final HttpServletRequest request;

	private final String path;

	private final Contract contract;

	private final Quotas quotas;

	private final Clock clock;

	private @Nullable List<Quota> all;

	RequestQuotas(HttpServletRequest request, String path, Contract contract, Quotas quotas, Clock clock) {
		this.request = request;
		this.path = path;
		this.contract = contract;
		this.quotas = quotas;
		this.clock = clock;
	}

	/**
	 * Set the quota headers of a response that is about to be committed.
	 */
	void setHeaders(HttpServletResponse response) {
		this.contract.quota().values(all(), this.clock.instant()).forEach(response::setHeader);
	}

	/**
	 * Return the time until the last of the exhausted quotas is reset, or {@code null} if
	 * no exhausted quota has a known reset.
	 */
	@Nullable Duration untilReset() {
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

	// any thread may commit the response
	private synchronized List<Quota> all() {
		if (this.all == null) {
			Asked asked = new Asked(this.contract.name(), this.path, this.request);
			try {
				this.all = this.quotas.of(asked, this.contract.quota().timeout());
			}
			finally {
				asked.close();
			}
		}
		return this.all;
	}

	/**
	 * The request as a provider sees it, until its time is over.
	 */
	private static final class Asked implements QuotaRequest {

		private final String contract;

		private final String path;

		private @Nullable HttpServletRequest request;

		Asked(String contract, String path, HttpServletRequest request) {
			this.contract = contract;
			this.path = path;
			this.request = request;
		}

		@Override
		public String contract() {
			return this.contract;
		}

		@Override
		public synchronized String method() {
			return open().getMethod();
		}

		@Override
		public String path() {
			return this.path;
		}

		@Override
		public synchronized @Nullable String header(String name) {
			return open().getHeader(name);
		}

		@Override
		public synchronized @Nullable Object attribute(String name) {
			return open().getAttribute(name);
		}

		private HttpServletRequest open() {
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
