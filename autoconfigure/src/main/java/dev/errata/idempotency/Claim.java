package dev.errata.idempotency;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * The claim of a request on its key, made in an {@link IdempotencyStore} before it runs.
 *
 * @param id the id of the record: a digest of namespace, scope and key
 * @param fingerprint the digest of the request, equal if the request is the same
 * @param owner who claims: up to 64 ASCII characters, never used for another claim
 * @param caller who sends the request, among whom a store whose room is limited shares
 * it: a user, a tenant or an address
 * @param lease the time within which the owner renews its claim, or loses it
 * @param ttl the time that a record in progress is kept if its owner is never heard of
 * again
 * @param rerun whether to run again what has committed an effect but never answered
 * @since 0.1.0
 */
public record Claim(Digest id, Digest fingerprint, String owner, String caller, Duration lease, Duration ttl,
		boolean rerun) {

	public Claim {
		Assert.notNull(id, "'id' must not be null");
		Assert.notNull(fingerprint, "'fingerprint' must not be null");
		Assert.hasText(owner, "'owner' must not be empty");
		Assert.notNull(caller, "'caller' must not be null");
		Assert.isTrue(lease.toMillis() > 0, "'lease' must be at least a millisecond");
		Assert.isTrue(ttl.toMillis() > 0, "'ttl' must be at least a millisecond");
	}

	/**
	 * Return what a record in progress is kept for: the time to live, and never less than
	 * the lease.
	 * @return the time
	 */
	public Duration kept() {
		return (this.ttl.compareTo(this.lease) < 0) ? this.lease : this.ttl;
	}

	/**
	 * Return the ownership that this claim has led to.
	 * @param fence the fence that the store has given out
	 * @return the ownership
	 */
	public Ownership ownership(long fence) {
		return new Ownership(this.id, this.owner, fence);
	}

}
