package dev.errata.openapi;

import dev.errata.contract.Contract;
import dev.errata.idempotency.IdempotencyPolicy;
import dev.errata.idempotency.IdempotencyRules;
import dev.errata.idempotency.Idempotent;
import org.jspecify.annotations.Nullable;

import org.springframework.web.method.HandlerMethod;

/**
 * Finds the policy of an operation that may have an idempotency key, by annotation or
 * rule.
 */
final class OperationKeys {

	private final @Nullable IdempotencyRules rules;

	/**
	 * Create an instance.
	 * @param rules the rules of keys, or {@code null} if there are none
	 */
	OperationKeys(@Nullable IdempotencyRules rules) {
		this.rules = rules;
	}

	/**
	 * Return the policy of an operation's key, or {@code null} if it has none.
	 */
	@Nullable IdempotencyPolicy find(HandlerMethod handler, String path, String method, Contract contract) {
		if (this.rules == null || !IdempotencyRules.isCovered(method)) {
			return null;
		}
		Idempotent annotation = IdempotencyRules.annotationOf(handler.getMethod(), handler.getBeanType());
		return (annotation != null) ? this.rules.policyOf(annotation, (fault) -> {
		}) : this.rules.find(method, path, contract.name());
	}

}
