package dev.errata.idempotency;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The specification of {@link IdempotencyStore} as plain code: a map, a lock, and a clock
 * that only {@link #advance} moves. Its guards can be overridden, which makes a faulty
 * store of it.
 */
class IdempotencyStoreModel implements IdempotencyStore {

	private final Map<Digest, Entry> entries = new HashMap<>();

	private long now;

	synchronized void advance(Duration time) {
		this.now += time.toMillis();
	}

	synchronized void commit(Ownership ownership) {
		Entry entry = find(ownership.id());
		if (entry != null && entry.state == State.IN_PROGRESS && isOwner(entry, ownership)) {
			entry.state = State.COMMITTED;
		}
	}

	synchronized void remove(Digest id) {
		this.entries.remove(id);
	}

	synchronized boolean contains(Digest id) {
		return find(id) != null;
	}

	@Override
	public synchronized Acquisition claim(Claim claim) {
		Entry entry = find(claim.id());
		if (entry == null) {
			entry = new Entry();
			this.entries.put(claim.id(), entry);
			return acquire(entry, claim, 1, 1);
		}
		if (!isSameRequest(entry, claim)) {
			return new Acquisition.Mismatch();
		}
		if (isRepeated(entry, claim)) {
			return new Acquisition.Acquired(entry.fence, entry.attempt);
		}
		if (entry.state == State.COMPLETED) {
			return new Acquisition.Replay(entry.response);
		}
		if (entry.state == State.REOPENED) {
			return acquire(entry, claim, nextFence(entry.fence), attemptAfterReopening(entry.attempt));
		}
		if (!isLeaseOver(entry)) {
			return new Acquisition.Busy(Duration.ofMillis(entry.leaseUntil - this.now));
		}
		if (isOutcomeUnknown(entry, claim)) {
			return new Acquisition.OutcomeUnknown();
		}
		return acquire(entry, claim, nextFence(entry.fence), entry.attempt + 1);
	}

	private Acquisition acquire(Entry entry, Claim claim, long fence, int attempt) {
		entry.state = State.IN_PROGRESS;
		entry.owner = claim.owner();
		entry.fingerprint = claim.fingerprint();
		entry.fence = fence;
		entry.attempt = attempt;
		entry.leaseUntil = this.now + claim.lease().toMillis();
		entry.expires = this.now + kept(claim).toMillis();
		return new Acquisition.Acquired(fence, attempt);
	}

	@Override
	public synchronized boolean renew(Ownership ownership, Duration lease) {
		Entry entry = find(ownership.id());
		if (entry == null || !isRunning(entry) || !isOwner(entry, ownership)) {
			return false;
		}
		entry.leaseUntil = this.now + lease.toMillis();
		entry.expires = outlive(entry.expires, entry.leaseUntil);
		return true;
	}

	@Override
	public synchronized Settlement complete(Ownership ownership, StoredResponse response, Duration ttl) {
		Entry entry = find(ownership.id());
		if (entry == null) {
			return new Settlement.Gone();
		}
		if (!isOwner(entry, ownership)) {
			return new Settlement.Superseded(entry.response);
		}
		if (isRunning(entry)) {
			entry.state = State.COMPLETED;
			entry.response = response;
			entry.expires = this.now + ttl.toMillis();
		}
		return (entry.state == State.COMPLETED) ? new Settlement.Done() : new Settlement.Superseded(entry.response);
	}

	@Override
	public synchronized Settlement release(Ownership ownership, Release release, Duration ttl) {
		Entry entry = find(ownership.id());
		if (entry == null) {
			return new Settlement.Gone();
		}
		if (!isOwner(entry, ownership)) {
			return new Settlement.Superseded(entry.response);
		}
		if (entry.state == State.COMMITTED) {
			entry.leaseUntil = Math.min(entry.leaseUntil, this.now);
			return new Settlement.Done();
		}
		if (entry.state == State.IN_PROGRESS) {
			if (release == Release.FORGET) {
				this.entries.remove(ownership.id());
			}
			else {
				entry.state = State.REOPENED;
				entry.expires = this.now + ttl.toMillis();
			}
			return new Settlement.Done();
		}
		return (entry.state == State.REOPENED && release == Release.REOPEN) ? new Settlement.Done()
				: new Settlement.Superseded(entry.response);
	}

	@Override
	public synchronized int purge() {
		int before = this.entries.size();
		this.entries.values().removeIf((entry) -> isExpired(entry.expires, this.now));
		return before - this.entries.size();
	}

	private Entry find(Digest id) {
		Entry entry = this.entries.get(id);
		return (entry != null && !isExpired(entry.expires, this.now)) ? entry : null;
	}

	private boolean isRunning(Entry entry) {
		return entry.state == State.IN_PROGRESS || entry.state == State.COMMITTED;
	}

	private boolean isOwner(Entry entry, Ownership ownership) {
		return isOwner(entry.owner, ownership) && isFence(entry.fence, ownership);
	}

	private boolean isSameRequest(Entry entry, Claim claim) {
		return isSameRequest(entry.fingerprint, claim);
	}

	private boolean isRepeated(Entry entry, Claim claim) {
		return isRunning(entry) && isRepeated(entry.owner, claim);
	}

	private boolean isLeaseOver(Entry entry) {
		return isLeaseOver(entry.leaseUntil, this.now);
	}

	private boolean isOutcomeUnknown(Entry entry, Claim claim) {
		return entry.state == State.COMMITTED && !claim.rerun();
	}

	boolean isOwner(String owner, Ownership ownership) {
		return owner.equals(ownership.owner());
	}

	boolean isFence(long fence, Ownership ownership) {
		return fence == ownership.fence();
	}

	boolean isSameRequest(Digest fingerprint, Claim claim) {
		return fingerprint.equals(claim.fingerprint());
	}

	boolean isRepeated(String owner, Claim claim) {
		return owner.equals(claim.owner());
	}

	boolean isLeaseOver(long leaseUntil, long now) {
		return leaseUntil <= now;
	}

	boolean isExpired(long expires, long now) {
		return expires <= now;
	}

	long nextFence(long fence) {
		return fence + 1;
	}

	int attemptAfterReopening(int attempt) {
		return 1;
	}

	Duration kept(Claim claim) {
		return claim.kept();
	}

	long outlive(long expires, long leaseUntil) {
		return Math.max(expires, leaseUntil);
	}

	private enum State {

		IN_PROGRESS, COMMITTED, COMPLETED, REOPENED

	}

	private static final class Entry {

		private State state;

		private String owner;

		private Digest fingerprint;

		private long fence;

		private int attempt;

		private long leaseUntil;

		private long expires;

		private StoredResponse response;

	}

}
