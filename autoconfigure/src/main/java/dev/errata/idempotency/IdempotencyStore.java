package dev.errata.idempotency;

import java.time.Duration;
import java.util.Map;

/**
 * Remembers which requests are running and how they ended. This is the specification that
 * every store keeps, and that {@code IdempotencyStoreContract}, published with the tests,
 * checks.
 * <p>
 * A record is found by its id and goes through these states: <pre>
 * ABSENT ──claim──► IN_PROGRESS ──complete──► COMPLETED ──ttl──► ABSENT
 *    ▲               │  │    ▲ └─ lease over: claim by another, same fingerprint, fence + 1
 *    │               │  │    └─── claim, same fingerprint ─── REOPENED ◄──┐
 *    ├─release FORGET┤  └─effect committed──► COMMITTED ──complete──► COMPLETED
 *    └─ttl           └─release REOPEN────────────────────────────────────┘</pre>
 * <ul>
 * <li>Each method is one atomic step, whatever other threads and machines do, and is
 * durable when it returns as far as the store is.
 * <li>Time is the store's own. Intervals are half-open: a lease of 30 s is over, and a
 * record of 24 h is gone, from that very instant on. A record that has expired is
 * invisible to every method, whether or not it has been purged.
 * <li>A record in progress lives for the claim's time to live, and never less than its
 * lease.
 * <li>Whoever claims names an owner that nobody else ever uses, and gets a fence that
 * grows with every owner of a record. {@code renew}, {@code complete} and {@code release}
 * change a record only where both are still its own: an owner that has been superseded
 * changes nothing.
 * <li>Every method may be called again after its reply was lost, and has the same outcome
 * as the first time.
 * <li>COMMITTED is for stores that can mark an effect as committed in the transaction of
 * the work itself. Its owner completes it as usual; a release only ends its lease, and
 * once the lease is over, a claim finds the outcome unknown.
 * </ul>
 * Stores are called by many threads at once. What a store cannot do, since it cannot be
 * reached or is full, it reports by an {@link IdempotencyStoreException}; a store must
 * not guess.
 *
 * @since 0.1.0
 */
public interface IdempotencyStore {

	/**
	 * Claim the right to run a request. The first of these that fits is the outcome:
	 * <ol>
	 * <li>no record: {@link Acquisition.Acquired}, attempt 1, or
	 * {@link Acquisition.ShareExhausted} if that would leave too little room for others
	 * <li>another fingerprint: {@link Acquisition.Mismatch}, whatever the state
	 * <li>in progress or committed, for this very owner: {@link Acquisition.Acquired}
	 * with its fence and attempt as they are
	 * <li>completed: {@link Acquisition.Replay}
	 * <li>reopened: {@link Acquisition.Acquired}, fence + 1, attempt 1
	 * <li>a lease that is not over: {@link Acquisition.Busy}
	 * <li>in progress: {@link Acquisition.Acquired}, fence + 1, attempt + 1
	 * <li>committed: as in progress if the claim says {@link Claim#rerun()}, else
	 * {@link Acquisition.OutcomeUnknown}
	 * </ol>
	 * @param claim who claims what
	 * @return the outcome
	 * @throws IdempotencyStoreException if the store cannot complete the call
	 */
	Acquisition claim(Claim claim);

	/**
	 * Let a lease begin anew.
	 * @param ownership the claim as it was acquired
	 * @param lease the time it lasts from now on
	 * @return {@code false} if the claim is no longer its owner's
	 * @throws IdempotencyStoreException if the store cannot complete the call
	 */
	boolean renew(Ownership ownership, Duration lease);

	/**
	 * Store how a request ended.
	 * @param ownership the claim as it was acquired
	 * @param response what every further request is answered with
	 * @param ttl the time the answer is kept, from now on
	 * @return {@link Settlement.Done}, also if this very owner has completed before
	 * @throws IdempotencyStoreException if the store cannot complete the call
	 */
	Settlement complete(Ownership ownership, StoredResponse response, Duration ttl);

	/**
	 * Give up a claim without an answer to keep.
	 * @param ownership the claim as it was acquired
	 * @param release what is left of the record
	 * @param ttl the time that a reopened record is kept, from now on
	 * @return {@link Settlement.Done}, also if this very owner has reopened before
	 * @throws IdempotencyStoreException if the store cannot complete the call
	 */
	Settlement release(Ownership ownership, Release release, Duration ttl);

	/**
	 * Remove records that have expired, at most as many as can be removed quickly. One
	 * that is live is never touched. Stores that expire records by themselves do nothing.
	 * @return the number of records that were removed; zero if there are none left
	 * @throws IdempotencyStoreException if the store cannot be reached
	 */
	default int purge() {
		return 0;
	}

	/**
	 * Count the records by their state, for whoever runs the service.
	 * @return the numbers by name of the state in lower case ({@code in_progress},
	 * {@code committed}, {@code completed}, {@code reopened}); empty if the store cannot
	 * count at a reasonable cost
	 * @throws IdempotencyStoreException if the store cannot be reached
	 */
	default Map<String, Long> counts() {
		return Map.of();
	}

	/**
	 * Remove a record because an operator says so, whatever its state, unless it is in
	 * progress or committed and its lease is not over: nobody is to run beside a request
	 * that runs.
	 * @param id the id of the record
	 * @return {@code false} if there is no record, or one that may not be removed
	 * @throws UnsupportedOperationException if the store has no such step
	 * @throws IdempotencyStoreException if the store cannot complete the call
	 */
	default boolean forget(Digest id) {
		throw new UnsupportedOperationException(getClass().getName() + " forgets no records");
	}

}
