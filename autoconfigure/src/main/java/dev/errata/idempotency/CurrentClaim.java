package dev.errata.idempotency;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Finds the claim of the request that the current thread works for.
 *
 * @since 0.1.0
 * @hidden
 */
@FunctionalInterface
public interface CurrentClaim {

	/**
	 * Return what supplies the claim of the request, which may not have one yet.
	 * @return the supplier, or {@code null} if the thread works for no request
	 */
	@Nullable Supplier<@Nullable RunningClaim> find();

}
