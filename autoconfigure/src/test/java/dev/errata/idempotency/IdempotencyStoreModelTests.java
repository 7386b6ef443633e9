package dev.errata.idempotency;

/**
 * Tests for {@link IdempotencyStoreModel}.
 */
class IdempotencyStoreModelTests extends IdempotencyStoreContractTests.ModelContract {

	IdempotencyStoreModelTests() {
		super(new IdempotencyStoreModel(), true);
	}

}
