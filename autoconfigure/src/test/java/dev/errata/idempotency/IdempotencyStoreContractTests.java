package dev.errata.idempotency;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link IdempotencyStoreContract}: it finds what is wrong with every
 * {@link FaultyStore}.
 */
class IdempotencyStoreContractTests {

	private static final String RANDOM = "randomSequencesGoAsSpecified";

	@ParameterizedTest
	@EnumSource
	void faultIsFound(FaultyStore fault) throws Exception {
		List<String> failed = new ArrayList<>();
		for (Method method : IdempotencyStoreContract.class.getDeclaredMethods()) {
			if (method.isAnnotationPresent(Test.class) && !method.getName().equals(RANDOM)
					&& !passes(method, new ModelContract(fault.create(), true))) {
				failed.add(method.getName());
			}
		}
		assertThat(failed).isNotEmpty();
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "CHECKS_BEFORE_IT_ACTS")
	void faultIsFoundByRandomSequences(FaultyStore fault) throws Exception {
		Method random = IdempotencyStoreContract.class.getDeclaredMethod(RANDOM);
		assertThat(passes(random, new ModelContract(fault.create(), false))).isFalse();
		assertThat(passes(random, new ModelContract(fault.create(), true))).isFalse();
	}

	@Test
	void sequenceIsShrunk() {
		ModelContract contract = new ModelContract(FaultyStore.ANY_FINGERPRINT.create(), true);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(contract::randomSequencesGoAsSpecified)
			.withMessageMatching("""
					Sequence \\d+ of seed 20261121, shrunk .*, step 2: expected Mismatch\\[] but was .*:
					  Step\\[kind=CLAIM.*
					  Step\\[kind=CLAIM.*]""");
	}

	private static boolean passes(Method method, ModelContract contract) throws Exception {
		try {
			method.invoke(contract);
			return true;
		}
		catch (InvocationTargetException ex) {
			assertThat(ex.getCause()).isInstanceOf(AssertionError.class);
			return false;
		}
	}

	static class ModelContract extends IdempotencyStoreContract {

		private final IdempotencyStoreModel store;

		private final boolean committing;

		ModelContract(IdempotencyStoreModel store, boolean committing) {
			this.store = store;
			this.committing = committing;
		}

		@Override
		protected IdempotencyStore store() {
			return this.store;
		}

		@Override
		protected void advance(Duration time) {
			this.store.advance(time);
		}

		@Override
		protected Duration slack() {
			return Duration.ofMillis(1);
		}

		@Override
		protected boolean commit(Ownership ownership) {
			if (this.committing) {
				this.store.commit(ownership);
			}
			return this.committing;
		}

	}

}
