package dev.errata.idempotency.actuate;

import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.idempotency.IdempotencyGuard;
import dev.errata.idempotency.IdempotencyKey;
import dev.errata.idempotency.IdempotencyRules;
import dev.errata.idempotency.IdempotencyStoreException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Actuator endpoint of idempotency keys: the rules in effect, the store, what it holds
 * and what runs. Forgetting a key lets its request run again, so that it needs
 * {@code management.endpoint.idempotency.access=unrestricted}.
 */
@Endpoint(id = "idempotency", defaultAccess = Access.READ_ONLY)
final class IdempotencyEndpoint {

	private final IdempotencyGuard guard;

	private final IdempotencyRules rules;

	private final Contracts contracts;

	IdempotencyEndpoint(IdempotencyGuard guard, IdempotencyRules rules, Contracts contracts) {
		this.guard = guard;
		this.rules = rules;
		this.contracts = contracts;
	}

	@ReadOperation
	Map<String, Object> describe() {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("store", this.guard.storeKind());
		int running = this.guard.running();
		view.put("inFlight", running);
		if (running > 0) {
			view.put("oldestInFlight", this.guard.oldest().truncatedTo(ChronoUnit.MILLIS).toString());
		}
		view.put("pendingResponses", this.guard.pending());
		view.put("overdueCalls", this.guard.overdue());
		try {
			Map<String, Long> counts = this.guard.counts();
			if (!counts.isEmpty()) {
				view.put("records", counts);
			}
		}
		catch (IdempotencyStoreException ex) {
			view.put("error", "The store cannot be reached.");
		}
		view.put("rules", this.rules.describe());
		return view;
	}

	/**
	 * Forget a key.
	 * @param scope whose key it is; absent for callers that nobody knows
	 */
	@DeleteOperation
	Map<String, Object> forget(String contract, @Nullable String scope, String key) {
		Contract known = this.contracts.get(contract);
		if (known == null) {
			throw new InvalidEndpointRequestException("There is no contract of this name", "unknown contract");
		}
		IdempotencyKey parsed = IdempotencyKey.parse(List.of(key));
		if (parsed == null) {
			throw new InvalidEndpointRequestException("The key is not well-formed", "malformed key");
		}
		Map<String, Object> result = new LinkedHashMap<>();
		try {
			boolean forgotten = this.guard.forget(known.name(), scope, parsed);
			result.put("forgotten", forgotten);
			if (!forgotten) {
				result.put("reason", "There is no such key, or its request is running.");
			}
		}
		catch (UnsupportedOperationException ex) {
			result.put("forgotten", false);
			result.put("reason", "This store cannot remove keys.");
		}
		return result;
	}

}
