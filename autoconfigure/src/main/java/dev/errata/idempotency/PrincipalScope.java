package dev.errata.idempotency;

import java.security.Principal;

import dev.errata.idempotency.IdempotencyProperties.AnonymousScope;
import org.jspecify.annotations.Nullable;

/**
 * The scope that keys have by default: the name of the authenticated principal.
 */
final class PrincipalScope implements IdempotencyScope {

	/** Begins the scope of an address; no principal has such a name. */
	private static final String ADDRESS = "\0address:";

	private final AnonymousScope anonymousScope;

	PrincipalScope(AnonymousScope anonymousScope) {
		this.anonymousScope = anonymousScope;
	}

	@Override
	public @Nullable String scopeOf(Request request) {
		Principal principal = request.principal();
		if (principal != null) {
			return principal.getName();
		}
		return (this.anonymousScope == AnonymousScope.ADDRESS) ? ADDRESS + request.address() : null;
	}

}
