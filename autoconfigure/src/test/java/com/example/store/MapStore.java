package com.example.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

import dev.errata.idempotency.Acquisition;
import dev.errata.idempotency.Claim;
import dev.errata.idempotency.Digest;
import dev.errata.idempotency.IdempotencyStore;
import dev.errata.idempotency.Ownership;
import dev.errata.idempotency.Release;
import dev.errata.idempotency.Settlement;
import dev.errata.idempotency.StoredResponse;
import org.jspecify.annotations.Nullable;

/**
 * A store in a map: the smallest one that keeps the specification.
 */
public final class MapStore implements IdempotencyStore {

	private final Map<Digest, Entry> entries = new HashMap<>();

	private final InstantSource clock;

	public MapStore(InstantSource clock) {
		this.clock = clock;
	}

	@Override
	public synchronized Acquisition claim(Claim claim) {
		Entry entry = find(claim.id());
		if (entry == null) {
			return acquire(claim, 1, 1);
		}
		if (!entry.fingerprint.equals(claim.fingerprint())) {
			return new Acquisition.Mismatch();
		}
		if (entry.response != null) {
			return new Acquisition.Replay(entry.response);
		}
		if (entry.reopened) {
			return acquire(claim, entry.ownership.fence() + 1, 1);
		}
		if (entry.ownership.owner().equals(claim.owner())) {
			return new Acquisition.Acquired(entry.ownership.fence(), entry.attempt);
		}
		Instant now = this.clock.instant();
		if (now.isBefore(entry.leaseUntil)) {
			return new Acquisition.Busy(Duration.between(now, entry.leaseUntil));
		}
		return acquire(claim, entry.ownership.fence() + 1, entry.attempt + 1);
	}

	private Acquisition acquire(Claim claim, long fence, int attempt) {
		Instant now = this.clock.instant();
		this.entries.put(claim.id(), new Entry(claim.fingerprint(), claim.ownership(fence), attempt,
				now.plus(claim.lease()), now.plus(claim.kept()), false, null));
		return new Acquisition.Acquired(fence, attempt);
	}

	@Override
	public synchronized boolean renew(Ownership ownership, Duration lease) {
		Entry entry = find(ownership.id());
		if (entry == null || !entry.isRunFor(ownership)) {
			return false;
		}
		Instant until = this.clock.instant().plus(lease);
		Instant expires = until.isAfter(entry.expires) ? until : entry.expires;
		this.entries.put(ownership.id(),
				new Entry(entry.fingerprint, ownership, entry.attempt, until, expires, false, null));
		return true;
	}

	@Override
	public synchronized Settlement complete(Ownership ownership, StoredResponse response, Duration ttl) {
		return settle(ownership, false, response, ttl);
	}

	@Override
	public synchronized Settlement release(Ownership ownership, Release release, Duration ttl) {
		Entry entry = find(ownership.id());
		if (release == Release.FORGET && entry != null && entry.isRunFor(ownership)) {
			this.entries.remove(ownership.id());
			return new Settlement.Done();
		}
		return settle(ownership, release == Release.REOPEN, null, ttl);
	}

	private Settlement settle(Ownership ownership, boolean reopen, @Nullable StoredResponse response, Duration ttl) {
		Entry entry = find(ownership.id());
		if (entry == null) {
			return new Settlement.Gone();
		}
		if (entry.isRunFor(ownership)) {
			this.entries.put(ownership.id(), new Entry(entry.fingerprint, ownership, entry.attempt, entry.leaseUntil,
					this.clock.instant().plus(ttl), reopen, response));
			return new Settlement.Done();
		}
		// a reply may get lost, so the same step succeeds a second time
		boolean again = reopen ? entry.reopened : response != null && entry.response != null;
		return (again && entry.ownership.equals(ownership)) ? new Settlement.Done()
				: new Settlement.Superseded(entry.response);
	}

	private @Nullable Entry find(Digest id) {
		Entry entry = this.entries.get(id);
		return (entry != null && this.clock.instant().isBefore(entry.expires)) ? entry : null;
	}

	@Override
	public synchronized int purge() {
		int before = this.entries.size();
		this.entries.values().removeIf((entry) -> !this.clock.instant().isBefore(entry.expires));
		return before - this.entries.size();
	}

	private record Entry(Digest fingerprint, Ownership ownership, int attempt, Instant leaseUntil, Instant expires,
			boolean reopened, @Nullable StoredResponse response) {

		boolean isRunFor(Ownership other) {
			return !this.reopened && this.response == null && this.ownership.equals(other);
		}

	}

}
