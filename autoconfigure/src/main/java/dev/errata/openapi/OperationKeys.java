package dev.errata.openapi;

import dev.errata.contract.Contract;
import dev.errata.idempotency.IdempotencyPolicy;
import dev.errata.idempotency.IdempotencyRules;
import dev.errata.idempotency.IdempotentHandlers;
import org.jspecify.annotations.Nullable;

import org.springframework.web.method.HandlerMethod;

/**
 * Finds the policy of an operation that may have an idempotency key, by annotation or
 * rule.
 */
final class OperationKeys {

	private final @Nullable IdempotentHandlers handlers;

	private final @Nullable IdempotencyRules rules;

	/**
	 * Create an instance.
	 * @param handlers the handlers that have an annotation, or {@code null} if none can
	 * have
	 * @param rules the rules of keys, or {@code null} if there are none
	 */
	OperationKeys(@Nullable IdempotentHandlers handlers, @Nullable IdempotencyRules rules) {
		this.handlers = handlers;
		this.rules = rules;
	}

	/**
	 * Return the policy of an operation's key, or {@code null} if it has none.
	 */
	@Nullable IdempotencyPolicy find(HandlerMethod handler, String path, String method, Contract contract) {
		if (this.handlers == null || this.rules == null || !IdempotencyRules.isCovered(method)) {
			return null;
		}
		IdempotencyPolicy annotated = this.handlers.find(handler);
		return (annotated != null) ? annotated : this.rules.find(method, path, contract.name());
	}

}
