package dev.errata.idempotency.reactive;

import java.util.function.Supplier;

import dev.errata.idempotency.CurrentClaim;
import dev.errata.idempotency.RunningClaim;
import dev.errata.web.reactive.TaskGuard;
import org.jspecify.annotations.Nullable;

import org.springframework.web.server.ServerWebExchange;

/**
 * Finds the claim of the request that the current thread works for, also as a task of a
 * scheduler.
 */
final class ReactiveClaim implements CurrentClaim {

	private final TaskGuard tasks;

	ReactiveClaim(TaskGuard tasks) {
		this.tasks = tasks;
	}

	@Override
	public @Nullable Supplier<@Nullable RunningClaim> find() {
		ServerWebExchange exchange = this.tasks.currentExchange();
		return (exchange != null) ? () -> exchange.getAttribute(RunningClaim.ATTRIBUTE) : null;
	}

}
