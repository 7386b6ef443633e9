package dev.errata.idempotency;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.errata.catalog.StandardCode;
import dev.errata.contract.Contract;
import dev.errata.error.ApiError;
import dev.errata.error.ErrorCodeException;
import dev.errata.error.OwnText;
import dev.errata.idempotency.IdempotencyProperties.OnStoreFailure;
import dev.errata.idempotency.IdempotencyProperties.OnUnstoredAnswer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a request runs, is answered with a stored response, or is refused with
 * a code of the catalog. A web adapter asks it before a handler runs, and reports how the
 * handler ended before the response is sent.
 *
 * @since 0.1.0
 * @hidden
 */
public final class IdempotencyGuard implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(IdempotencyGuard.class);

	private static final Duration POLL = Duration.ofMillis(50);

	/** The owner of no record. */
	private static final Ownership NOBODY = new Ownership(Fingerprint.recordId("probe"), "nobody", 0);

	private final IdempotencyStore store;

	private final String storeKind;

	private final ClaimKeeper keeper;

	private final LeaseRenewal leases;

	private final IdempotencyProperties properties;

	private final String namespace;

	private final IdempotencyListener[] listeners;

	/** What the names of all owners in this process begin with. */
	private final String process = UUID.randomUUID() + "-";

	private final AtomicLong owners = new AtomicLong();

	private final StoreFailureLog unprotected = new StoreFailureLog(logger,
			"The store of idempotency keys is out of reach; requests run without protection");

	private final StoreFailureLog lost = new StoreFailureLog(logger,
			"The store of idempotency keys has lost a claim while its request ran; the answer is stored all the same,"
					+ " but the same request may have run beside it");

	private final AtomicInteger running = new AtomicInteger();

	/**
	 * Create a guard.
	 * @param namespace what separates the keys of this application from those of others
	 */
	IdempotencyGuard(IdempotencyStore store, IdempotencyProperties properties, String namespace,
			List<IdempotencyListener> listeners) {
		this.store = store;
		this.storeKind = TimeLimitedStore.kindOf(store);
		this.leases = new LeaseRenewal(store);
		this.keeper = new ClaimKeeper(store, this.leases);
		this.properties = properties;
		this.namespace = namespace;
		this.listeners = listeners.toArray(IdempotencyListener[]::new);
	}

	/**
	 * Return the number of requests that run under a key.
	 * @return the number in this process
	 */
	public int running() {
		return this.running.get();
	}

	/**
	 * Return for how long the oldest request that runs under a key has been running.
	 * @return the time, zero if none does
	 */
	public Duration oldest() {
		return this.leases.oldest();
	}

	/**
	 * Return the number of responses that are sent, and could not be stored yet.
	 * @return the number in this process
	 */
	public int pending() {
		return this.keeper.pending();
	}

	/**
	 * Return the number of calls of the store that have taken longer than they may, and
	 * have not returned.
	 * @return the number in this process
	 */
	public int overdue() {
		return (this.store instanceof TimeLimitedStore limited) ? limited.overdue() : 0;
	}

	/**
	 * Return the kind of the store.
	 * @return {@code memory}, {@code jdbc}, {@code redis}, or the name of the class of
	 * the application's own
	 */
	public String storeKind() {
		return this.storeKind;
	}

	/**
	 * Return whether a call may have to wait for the store.
	 * @return {@code false} for a store in memory, which answers at once
	 */
	public boolean isWaiting() {
		return this.store instanceof TimeLimitedStore;
	}

	/**
	 * Return how many records the store holds in each state.
	 * @return the numbers by state; empty if the store does not count
	 * @throws IdempotencyStoreException if the store cannot be reached
	 */
	public Map<String, Long> counts() {
		return this.store.counts();
	}

	/**
	 * Find out whether the store answers, by a call that changes nothing.
	 * @throws IdempotencyStoreException if it does not
	 */
	public void probe() {
		this.store.renew(NOBODY, POLL);
	}

	/**
	 * Forget a key, unless its request is running.
	 * @param contract the name of the contract that the key was used under
	 * @param scope whose key it is, or {@code null} for callers that nobody knows
	 * @param key the key
	 * @return whether there was a record to forget
	 * @throws UnsupportedOperationException if the store forgets no records
	 * @throws IdempotencyStoreException if the store cannot complete the call
	 */
	public boolean forget(String contract, @Nullable String scope, IdempotencyKey key) {
		return this.store.forget(Fingerprint.recordId(this.namespace, contract, scope, key.value()));
	}

	/**
	 * Refuse a request that has no key and needs one.
	 * @param contract the contract that rules it
	 * @param policy what holds for it
	 * @throws ErrorCodeException if it needs one
	 */
	public void admitWithoutKey(Contract contract, IdempotencyPolicy policy) {
		if (policy.keyRequired()) {
			throw refusal(IdempotencyOutcome.KEY_MISSING, contract);
		}
	}

	/**
	 * Read the key of a request.
	 * @param lines the values of the header, one a line
	 * @param contract the contract that rules the request
	 * @return the key
	 * @throws ErrorCodeException if it is not well-formed
	 */
	public IdempotencyKey key(List<String> lines, Contract contract) {
		IdempotencyKey key = IdempotencyKey.parse(lines);
		if (key == null) {
			throw refusal(IdempotencyOutcome.KEY_INVALID, contract);
		}
		return key;
	}

	/**
	 * Decide on a request with a key.
	 * @param key the key
	 * @param contract the contract that rules the request
	 * @param caller who sends it
	 * @param fingerprint the fingerprint of the request
	 * @param policy what holds for it
	 * @return what the request may do
	 * @throws ErrorCodeException if it is refused
	 */
	public IdempotencyDecision admit(IdempotencyKey key, Contract contract, Caller caller, Digest fingerprint,
			IdempotencyPolicy policy) {
		Digest id = Fingerprint.recordId(this.namespace, contract.name(), caller.scope(), key.value());
		Claim claim = new Claim(id, fingerprint, newOwner(), caller.share(), policy.lease(), policy.ttl(),
				policy.rerun());
		Acquisition acquisition;
		long begin = System.nanoTime();
		try {
			acquisition = this.store.claim(claim);
		}
		catch (RuntimeException ex) {
			return withoutStore(ex, contract);
		}
		Duration took = Duration.ofNanos(System.nanoTime() - begin);
		tell((listener) -> listener.onClaimed(took));
		if (acquisition instanceof Acquisition.Acquired acquired) {
			return run(new RunningClaim(key.value(), claim, acquired.fence(), acquired.attempt(), contract, policy));
		}
		if (acquisition instanceof Acquisition.Replay replay) {
			return replay(replay.response(), contract);
		}
		if (acquisition instanceof Acquisition.ShareExhausted exhausted) {
			throw refusal(IdempotencyOutcome.SHARE_EXHAUSTED, contract).retryAfter(exhausted.retryAfter());
		}
		throw refusal((acquisition instanceof Acquisition.Mismatch) ? IdempotencyOutcome.KEY_REUSED
				: (acquisition instanceof Acquisition.OutcomeUnknown) ? IdempotencyOutcome.OUTCOME_UNKNOWN
						: IdempotencyOutcome.IN_PROGRESS,
				contract);
	}

	private String newOwner() {
		return this.process.concat(Long.toHexString(this.owners.incrementAndGet()));
	}

	/**
	 * Decide on a request with a key that the store could not be asked about.
	 * @param exception why
	 * @param contract the contract that rules the request
	 * @return that it runs without protection
	 * @throws ErrorCodeException if it is refused
	 */
	public IdempotencyDecision withoutStore(RuntimeException exception, Contract contract) {
		if (this.properties.onStoreFailure() == OnStoreFailure.PROCEED) {
			this.unprotected.warn(exception);
			tell(IdempotencyOutcome.UNPROTECTED);
			return new IdempotencyDecision.Unprotected();
		}
		throw refusal(IdempotencyOutcome.STORE_UNAVAILABLE, contract, exception);
	}

	private IdempotencyDecision run(RunningClaim claim) {
		this.leases.start(claim);
		this.running.incrementAndGet();
		tell(IdempotencyOutcome.ADMITTED);
		if (claim.attempt() > 1) {
			tell(IdempotencyListener::onTakenOver);
		}
		return new IdempotencyDecision.Run(claim);
	}

	private IdempotencyDecision.Resend replay(StoredResponse response, Contract contract) {
		if (!response.isReplayable()) {
			throw refusal(IdempotencyOutcome.NOT_REPLAYABLE, contract);
		}
		tell(IdempotencyOutcome.REPLAYED);
		return new IdempotencyDecision.Resend(response);
	}

	private ErrorCodeException refusal(IdempotencyOutcome outcome, Contract contract) {
		return refusal(outcome, contract, null);
	}

	private ErrorCodeException refusal(IdempotencyOutcome outcome, Contract contract, @Nullable Throwable cause) {
		tell(outcome);
		StandardCode code = outcome.refusal();
		ErrorCodeException refusal = new ErrorCodeException(code, cause).retryAfter(outcome.retryAfter());
		boolean answeredByItself = contract.catalog().resolve(code).entry().code().equals(code.code());
		// a code that stands in for it has words for other cases
		return (answeredByItself || code.status() >= 500) ? refusal : OwnText.messageOf(code).explain(refusal);
	}

	/**
	 * Give a claim back with the answer that its policy decides by, to be called before
	 * the client gets it.
	 * @param claim the claim
	 * @param response the answer
	 * @param error the error that is the answer, or {@code null} if it is none in a
	 * contract
	 * @return the answer that the client gets instead, since the request was overtaken,
	 * or {@code null} for its own
	 * @throws ErrorCodeException if it was overtaken by one that has not ended, or whose
	 * answer cannot be sent again; or if it could not be stored and may not be sent then
	 */
	public @Nullable StoredResponse settle(RunningClaim claim, StoredResponse response, @Nullable ApiError error) {
		if (claim.isLost()) {
			return abandonLost(claim);
		}
		return settle(claim,
				claim.isUncalled() ? KeyDisposition.FORGET : claim.policy().decide(response.status(), error), response);
	}

	/**
	 * Give a claim back with an answer, to be called before the client gets it.
	 * @param claim the claim
	 * @param disposition what becomes of the key
	 * @param response the answer; it is kept for {@link KeyDisposition#KEEP}, or if its
	 * effect is there to stay
	 * @return the answer that the client gets instead, since the request was overtaken,
	 * or {@code null} for its own
	 * @throws ErrorCodeException if it was overtaken by one that has not ended, or whose
	 * answer cannot be sent again; or if it could not be stored and may not be sent then
	 */
	public @Nullable StoredResponse settle(RunningClaim claim, KeyDisposition disposition, StoredResponse response) {
		boolean stored = disposition == KeyDisposition.KEEP || claim.isEffectCommitted() && !claim.policy().rerun();
		return stored ? settle(claim, new Completion(this.store, claim, response, this.lost), response)
				: release(claim, (disposition == KeyDisposition.FORGET) ? Release.FORGET : Release.REOPEN);
	}

	/**
	 * Give a claim back without an answer.
	 * @param claim the claim
	 * @return the answer that the client gets instead, since the request was overtaken,
	 * or {@code null} for its own
	 * @throws ErrorCodeException if it was overtaken by one that has not ended, or whose
	 * answer cannot be sent again
	 */
	public @Nullable StoredResponse abandon(RunningClaim claim) {
		return release(claim, claim.isUncalled() ? Release.FORGET : Release.REOPEN);
	}

	private @Nullable StoredResponse release(RunningClaim claim, Release release) {
		return settle(claim, () -> this.store.release(claim.ownership(), release, claim.policy().ttl()), null);
	}

	/**
	 * Give a claim back that was lost, so that its work was undone, and return the answer
	 * of the request that has it now.
	 */
	private StoredResponse abandonLost(RunningClaim claim) {
		StoredResponse other = release(claim, Release.REOPEN);
		if (other == null) {
			throw refusal(IdempotencyOutcome.STORE_UNAVAILABLE, claim.contract());
		}
		return other;
	}

	private @Nullable StoredResponse settle(RunningClaim claim, Supplier<Settlement> step,
			@Nullable StoredResponse response) {
		this.running.decrementAndGet();
		long begin = System.nanoTime();
		Settlement settlement;
		try {
			settlement = step.get();
		}
		catch (RuntimeException ex) {
			// the work is done, and its answer is the true one; the lease is kept alive
			// until the store has it
			this.keeper.settleLater(claim, step, (response != null) ? response.size() : 0, ex);
			if (response != null && this.properties.onUnstoredAnswer() == OnUnstoredAnswer.REFUSE) {
				throw refusal(IdempotencyOutcome.STORE_UNAVAILABLE, claim.contract(), ex);
			}
			return null;
		}
		this.leases.stop(claim);
		Duration took = Duration.ofNanos(System.nanoTime() - begin);
		tell((listener) -> listener.onSettled(took));
		if (settlement instanceof Settlement.Superseded superseded) {
			tell(IdempotencyListener::onFenced);
			return successor(superseded.response(), step, claim);
		}
		return null;
	}

	/**
	 * Return the answer of the one that has taken over, or {@code null} if that is not
	 * the same request. Asking again changes nothing.
	 */
	private @Nullable StoredResponse successor(@Nullable StoredResponse known, Supplier<Settlement> step,
			RunningClaim claim) {
		StoredResponse response = known;
		long end = System.nanoTime() + this.properties.storeTimeout().toNanos();
		while (response == null && System.nanoTime() < end) {
			try {
				Thread.sleep(POLL.toMillis());
				response = (step.get() instanceof Settlement.Superseded superseded) ? superseded.response() : null;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				break;
			}
			catch (RuntimeException ex) {
				break;
			}
		}
		if (response == null) {
			throw refusal(IdempotencyOutcome.IN_PROGRESS, claim.contract());
		}
		return isOfAnother(claim) ? null : replay(response, claim.contract()).response();
	}

	/**
	 * Return whether the key, which has an answer, has it for another request: the store
	 * had lost the record, and the client has used its key anew.
	 */
	private boolean isOfAnother(RunningClaim claim) {
		try {
			return this.store.claim(claim.claim()) instanceof Acquisition.Mismatch;
		}
		catch (RuntimeException ex) {
			throw refusal(IdempotencyOutcome.STORE_UNAVAILABLE, claim.contract(), ex);
		}
	}

	/**
	 * Store what could not be stored before, or say that it will not be.
	 */
	void settlePending() {
		this.keeper.settlePending();
	}

	/**
	 * Stop working for claims. What runs is left to its lease.
	 */
	@Override
	public void close() {
		this.leases.close();
		this.keeper.close();
		if (this.store instanceof TimeLimitedStore limited) {
			limited.close();
		}
	}

	private void tell(IdempotencyOutcome outcome) {
		tell((listener) -> listener.onRequest(outcome));
	}

	private void tell(Consumer<IdempotencyListener> event) {
		for (IdempotencyListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (Throwable ex) {
				// a claim may be held, and must get to the one who gives it back
				logger.error("The listener {} failed", listener.getClass().getName(), ex);
			}
		}
	}

}
