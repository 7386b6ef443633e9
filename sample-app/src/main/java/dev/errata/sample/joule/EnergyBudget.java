package dev.errata.sample.joule;

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
 * The energy that an account may spend until the next full hour. Every answer of joule
 * tells about it, as {@code application.yml} says, and a refusal how long to wait.
 */
@Component
class EnergyBudget implements QuotaProvider {

	private static final long CAP = 10_000;

	private static final Duration WINDOW = Duration.ofHours(1);

	private final Buckets budgets;

	private final Clock clock;

	EnergyBudget(Clock clock) {
		this.budgets = Buckets.aligned(CAP, WINDOW, clock);
		this.clock = clock;
	}

	/**
	 * Refuse an account that has nothing left.
	 */
	void require(Account account) {
		if (account == Account.OVER_BUDGET) {
			spend(account, CAP);
		}
		if (this.budgets.of(account.name()).getAvailableTokens() == 0) {
			throw new ErrorCodeException("energy_budget_exceeded");
		}
	}

	/**
	 * Spend what some work has taken, as far as it goes.
	 */
	void spend(Account account, long energy) {
		this.budgets.of(account.name()).tryConsumeAsMuchAsPossible(energy);
	}

	@Override
	public List<Quota> quotasOf(QuotaRequest request) {
		if (!request.contract().equals("joule")) {
			return List.of();
		}
		long left = (request.attribute("account") instanceof Account account)
				? this.budgets.of(account.name()).getAvailableTokens() : CAP;
		return List.of(Quota.of("energy", CAP - left, CAP).resetAt(Buckets.next(this.clock, WINDOW)).per(WINDOW));
	}

}
