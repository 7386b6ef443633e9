package dev.errata.idempotency;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of giving a claim back, be it {@linkplain IdempotencyStore#complete
 * completed} or {@linkplain IdempotencyStore#release released}.
 *
 * @since 0.1.0
 */
public sealed interface Settlement {

	/**
	 * The record is as it was asked to be.
	 */
	record Done() implements Settlement {
	}

	/**
	 * Another owner has the record, and nothing was changed.
	 *
	 * @param response how that one ended, or {@code null} if it has not (or will never be
	 * known to have)
	 */
	record Superseded(@Nullable StoredResponse response) implements Settlement {
	}

	/**
	 * There is no record: it has expired, was forgotten by its next owner, or the store
	 * has lost it. Nothing was changed.
	 */
	record Gone() implements Settlement {
	}

}
