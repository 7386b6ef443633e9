package dev.errata.idempotency;

import java.security.Principal;

import dev.errata.idempotency.IdempotencyProperties.AnonymousScope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Caller} and {@link PrincipalScope}.
 */
class CallerTests {

	@Test
	void principalHasScopeAndShareOfItsOwn() {
		for (AnonymousScope anonymous : AnonymousScope.values()) {
			assertThat(caller("alice", "10.0.0.1", anonymous)).isEqualTo(new Caller("alice", "alice"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.1, 10.0.0.1", "0:0:0:0:0:0:0:1, 0000000000000000", "2001:db8:1:2::7, 20010db800010002",
			"[2001:db8:1:2:9:9:9:9], 20010db800010002", "a:b, a:b", ", null" })
	void anonymousCallersShareOneScopeAndRoomByAddress(@Nullable String address, String share) {
		assertThat(caller(null, address, AnonymousScope.SHARED)).isEqualTo(new Caller(null, share));
	}

	@Test
	void anonymousCallersMayHaveScopesByAddress() {
		Caller first = caller(null, "10.0.0.1", AnonymousScope.ADDRESS);
		Caller second = caller(null, "10.0.0.2", AnonymousScope.ADDRESS);
		assertThat(first.scope()).isNotNull().isNotEqualTo(second.scope());
		assertThat(first).isEqualTo(caller(null, "10.0.0.1", AnonymousScope.ADDRESS));
		assertThat(first).isNotEqualTo(caller("address:10.0.0.1", "10.0.0.1", AnonymousScope.ADDRESS));
	}

	private static Caller caller(@Nullable String name, @Nullable String address, AnonymousScope anonymous) {
		return Caller.of(new IdempotencyScope.Request() {

			@Override
			public @Nullable Principal principal() {
				return (name != null) ? () -> name : null;
			}

			@Override
			public @Nullable String address() {
				return address;
			}

			@Override
			public @Nullable String header(String header) {
				return null;
			}

			@Override
			public @Nullable Object attribute(String attribute) {
				return null;
			}

		}, new PrincipalScope(anonymous));
	}

}
