package dev.errata.requestid;

import java.util.Objects;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RequestIdPolicy} and {@link RequestIdStyle}.
 */
class RequestIdPolicyTests {

	private final RequestIdPolicy accepting = new RequestIdPolicy("X-Request-Id", RequestIdStyle.UUID, "", true);

	@Test
	void uuid() {
		assertThat(this.accepting.idFor(null))
			.matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
	}

	@Test
	void uuidV7() {
		RequestIdPolicy policy = new RequestIdPolicy("X-Request-Id", RequestIdStyle.UUID_V7, "", true);
		assertThat(policy.idFor(null)).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
	}

	@Test
	void hexV7WithPrefix() {
		RequestIdPolicy policy = new RequestIdPolicy("X-Request-Id", RequestIdStyle.HEX_V7, "req_", true);
		assertThat(policy.idFor(null)).matches("req_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}");
	}

	@Test
	void version7TellsTheTime() {
		long before = System.currentTimeMillis();
		long told = UUID.fromString(RequestIdStyle.UUID_V7.generate()).getMostSignificantBits() >>> 16;
		long toldInHex = Long.parseLong(RequestIdStyle.HEX_V7.generate().substring(0, 12), 16);
		assertThat(told).isBetween(before, System.currentTimeMillis());
		assertThat(toldInHex).isBetween(told, System.currentTimeMillis());
	}

	@ParameterizedTest
	@EnumSource(RequestIdStyle.class)
	void idsDiffer(RequestIdStyle style) {
		assertThat(style.generate()).isNotEqualTo(style.generate());
	}

	@ParameterizedTest
	@EnumSource(RequestIdStyle.class)
	void generatedIdIsWellFormed(RequestIdStyle style) {
		assertThat(RequestIdPolicy.isWellFormed(style.generate())).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "A-1_b.C", "00000000-0000-0000-0000-000000000000", "..", "-" })
	void wellFormedIdOfCallerIsTakenOver(String id) {
		assertThat(this.accepting.idFor(id)).isEqualTo(id);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a\r\nX: y", "a\n", "\u0000", "é", "a/b", "a:b", "<b>", "\"", "a,b", "ａ" })
	void otherIdOfCallerIsReplaced(String id) {
		assertThat(this.accepting.idFor(id)).isNotEqualTo(id).hasSize(36);
	}

	@Test
	void idOfCallerHasAtMost128Characters() {
		assertThat(this.accepting.idFor("a".repeat(128))).isEqualTo("a".repeat(128));
		assertThat(this.accepting.idFor("a".repeat(129))).hasSize(36);
	}

	@Test
	void idOfCallerIsReplacedWhereNoneIsAccepted() {
		RequestIdPolicy policy = new RequestIdPolicy("X-Request-Id", RequestIdStyle.UUID, "", false);
		assertThat(policy.idFor("mine")).isNotEqualTo("mine").hasSize(36);
	}

	@Test
	void prefixIsNotPutBeforeTheIdOfCaller() {
		RequestIdPolicy policy = new RequestIdPolicy("X-Request-Id", RequestIdStyle.UUID, "req_", true);
		assertThat(policy.idFor("mine")).isEqualTo("mine");
	}

	@Test
	void headerIsRequired() {
		assertThatIllegalArgumentException().isThrownBy(() -> new RequestIdPolicy(" ", RequestIdStyle.UUID, "", true))
			.withMessage("'header' must not be empty");
	}

	@Test
	void scopeRestoresWhatWasBefore() {
		assertThat(RequestId.current()).isNull();
		try (RequestId.Scope outer = RequestId.open("outer")) {
			try (RequestId.Scope inner = RequestId.open("inner")) {
				assertThat(Objects.requireNonNull(inner)).isNotNull();
				assertThat(RequestId.current()).isEqualTo("inner");
			}
			assertThat(RequestId.current()).isEqualTo("outer");
			assertThat(outer).isNotNull();
		}
		assertThat(RequestId.current()).isNull();
	}

}
