package dev.errata.idempotency.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

import dev.errata.idempotency.Acquisition;
import dev.errata.idempotency.Claim;
import dev.errata.idempotency.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * A record that a claim has found, or that it has just claimed.
 *
 * @param claimed whether it has just been claimed
 * @param fence the number of the last claim
 * @param attempt which attempt that was
 * @param state the state, by its number in {@link Statements}
 * @param same whether the request is the same
 * @param own whether the claim's owner has claimed it last
 * @param expired whether it has expired
 * @param leased whether its lease is running
 * @param leaseLeft the rest of the lease
 * @param response the answer, if there is one and the request is the same
 */
record FoundRecord(boolean claimed, long fence, int attempt, int state, boolean same, boolean own, boolean expired,
		boolean leased, Duration leaseLeft, @Nullable StoredResponse response) {

	static FoundRecord read(ResultSet row) throws SQLException {
		long fence = row.getLong("fence");
		int attempt = row.getInt("attempt");
		if (row.getBoolean("claimed")) {
			return new FoundRecord(true, fence, attempt, Statements.IN_PROGRESS, true, true, false, true, Duration.ZERO,
					null);
		}
		int state = row.getInt("state");
		boolean same = row.getBoolean("same");
		return new FoundRecord(false, fence, attempt, state, same, row.getBoolean("own"), row.getBoolean("expired"),
				row.getBoolean("leased"), Duration.ofMillis(Math.max(1, row.getLong("lease_left"))),
				(same && state == Statements.COMPLETED) ? JdbcIdempotencyStore.response(row) : null);
	}

	/**
	 * Return the outcome of a claim on this record, or {@code null} if it can be taken
	 * over.
	 */
	@Nullable Acquisition acquisition(Claim claim) {
		if (this.claimed) {
			return new Acquisition.Acquired(this.fence, this.attempt);
		}
		if (this.expired) {
			return null;
		}
		if (!this.same) {
			return new Acquisition.Mismatch();
		}
		if (this.response != null) {
			return new Acquisition.Replay(this.response);
		}
		if (this.state == Statements.REOPENED) {
			return null;
		}
		if (this.own) {
			return new Acquisition.Acquired(this.fence, this.attempt);
		}
		if (this.leased) {
			return new Acquisition.Busy(this.leaseLeft);
		}
		return (this.state == Statements.IN_PROGRESS || claim.rerun()) ? null : new Acquisition.OutcomeUnknown();
	}

	int nextAttempt() {
		return (this.expired || this.state == Statements.REOPENED) ? 1 : this.attempt + 1;
	}

}
