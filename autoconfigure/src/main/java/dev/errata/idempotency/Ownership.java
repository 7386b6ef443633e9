package dev.errata.idempotency;

import org.springframework.util.Assert;

/**
 * A claim that was acquired. It holds until another owner has acquired the same record,
 * whose fence is higher.
 *
 * @param id the id of the record
 * @param owner who claimed
 * @param fence the number of this owner among all owners of the record
 * @since 0.1.0
 */
public record Ownership(Digest id, String owner, long fence) {

	public Ownership {
		Assert.notNull(id, "'id' must not be null");
		Assert.notNull(owner, "'owner' must not be null");
	}

}
