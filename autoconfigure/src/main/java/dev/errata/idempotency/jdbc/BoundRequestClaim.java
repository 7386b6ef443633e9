package dev.errata.idempotency.jdbc;

import java.util.function.Supplier;

import dev.errata.idempotency.CurrentClaim;
import dev.errata.idempotency.RunningClaim;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Finds the claim of the request that is bound to the current thread, as Spring MVC does.
 */
final class BoundRequestClaim implements CurrentClaim {

	@Override
	public @Nullable Supplier<@Nullable RunningClaim> find() {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		return (request != null) ? () -> claimOf(request) : null;
	}

	// a request that is over, but whose thread goes on, has no attributes any more
	private static @Nullable RunningClaim claimOf(RequestAttributes request) {
		try {
			return (RunningClaim) request.getAttribute(RunningClaim.ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
		}
		catch (IllegalStateException ex) {
			return null;
		}
	}

}
