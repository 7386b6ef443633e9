package dev.errata.sample.aitbc;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.errata.error.ErrorCodeException;
import dev.errata.quota.Quota;
import dev.errata.quota.QuotaProvider;
import dev.errata.quota.QuotaRequest;
import dev.errata.sample.Account;
import dev.errata.sample.Buckets;

import org.springframework.stereotype.Component;

/**
 * The jobs that an account of aitbc may submit in a day. Waiting is no advice here: a
 * larger plan is.
 */
@Component
class DailyQuota implements QuotaProvider {

	private static final long CAP = 1000;

	private static final Duration DAY = Duration.ofDays(1);

	private final Buckets jobs;

	private final Clock clock;

	DailyQuota(Clock clock) {
		this.jobs = Buckets.aligned(CAP, DAY, clock);
		this.clock = clock;
	}

	void take(Account account) {
		if (account == Account.OVER_BUDGET) {
			this.jobs.of(account.name()).tryConsumeAsMuchAsPossible();
		}
		if (!this.jobs.of(account.name()).tryConsume(1)) {
			throw new ErrorCodeException("RATE_QUOTA_EXCEEDED");
		}
	}

	@Override
	public List<Quota> quotasOf(QuotaRequest request) {
		if (!(request.contract().equals("aitbc") && request.attribute("account") instanceof Account account)) {
			return List.of();
		}
		long left = this.jobs.of(account.name()).getAvailableTokens();
		return List.of(Quota.of("jobs", CAP - left, CAP).resetAt(Buckets.next(this.clock, DAY)).per(DAY));
	}

}
