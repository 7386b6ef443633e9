package dev.errata.idempotency;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A record of the {@link MemoryIdempotencyStore}. Times are milliseconds of its clock.
 *
 * @param fingerprint the fingerprint of the request
 * @param owner who has claimed it last
 * @param fence the number of that claim
 * @param attempt which attempt it is
 * @param reopened whether the key was released and can be claimed again
 * @param leaseUntil when others may take over
 * @param expiresAt when the record is gone
 * @param caller whose share of the memory it takes
 * @param response the answer, once there is one
 * @param size the bytes that the record needs, roughly
 */
record MemoryRecord(Digest fingerprint, String owner, long fence, int attempt, boolean reopened, long leaseUntil,
		long expiresAt, String caller, @Nullable StoredResponse response, long size) {

	/** The bytes that a record needs besides its response. */
	static final int SIZE = 640;

	private static final int HEADER_SIZE = 96;

	/**
	 * Return a new record, claimed by whoever asks.
	 */
	static MemoryRecord of(Claim claim, long now, long fence, int attempt) {
		return new MemoryRecord(claim.fingerprint(), claim.owner(), fence, attempt, false,
				now + claim.lease().toMillis(), now + claim.kept().toMillis(), claim.caller(), null, SIZE);
	}

	/**
	 * Return the bytes that a response needs, roughly.
	 */
	static long sizeOf(StoredResponse response) {
		int values = 0;
		for (List<String> header : response.headers().values()) {
			values += header.size();
		}
		return response.size() + (long) values * HEADER_SIZE;
	}

	/**
	 * Return the state as the other stores spell it.
	 */
	String state() {
		return (this.response != null) ? "completed" : this.reopened ? "reopened" : "in_progress";
	}

	boolean isOwnedBy(Ownership ownership) {
		return this.fence == ownership.fence() && this.owner.equals(ownership.owner());
	}

	boolean isRunningFor(Ownership ownership) {
		return this.response == null && !this.reopened && isOwnedBy(ownership);
	}

	MemoryRecord renewed(long leaseUntil) {
		return new MemoryRecord(this.fingerprint, this.owner, this.fence, this.attempt, false, leaseUntil,
				Math.max(this.expiresAt, leaseUntil), this.caller, null, this.size);
	}

	MemoryRecord completed(StoredResponse response, long size, long expiresAt) {
		return new MemoryRecord(this.fingerprint, this.owner, this.fence, this.attempt, false, this.leaseUntil,
				expiresAt, this.caller, response, this.size + size);
	}

	MemoryRecord reopened(long expiresAt) {
		return new MemoryRecord(this.fingerprint, this.owner, this.fence, this.attempt, true, this.leaseUntil,
				expiresAt, this.caller, null, this.size);
	}

}
