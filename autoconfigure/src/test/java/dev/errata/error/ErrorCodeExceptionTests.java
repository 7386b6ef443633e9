package dev.errata.error;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;

import dev.errata.catalog.Code;
import dev.errata.catalog.StandardCode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ErrorCodeException}.
 */
class ErrorCodeExceptionTests {

	@Test
	void everythingThatIsParticular() {
		Failure failure = new ErrorCodeException(Problem.ORDER_SHIPPED).detail("Order 7.")
			.status(410)
			.with("order", 7)
			.with("nothing", null)
			.arg("days", 3)
			.retryAfter(Duration.ofSeconds(5))
			.violation("name", "is empty")
			.failure();
		assertThat(failure.code()).isEqualTo("ORDER_SHIPPED");
		assertThat(failure.detail()).isEqualTo("Order 7.");
		assertThat(failure.status()).isEqualTo(410);
		assertThat(failure.details()).hasToString("{order=7}");
		assertThat(failure.args()).hasToString("{days=3}");
		assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(5));
		assertThat(failure.violations()).map(InvalidInput::violation)
			.containsExactly(new Violation("name", "field_invalid", "is empty"));
	}

	@Test
	void fillsNoStackTrace() {
		assertThat(new ErrorCodeException("busy").getStackTrace()).isEmpty();
	}

	@Test
	void messageTellsCodeAndDetail() {
		assertThat(new ErrorCodeException("busy")).hasMessage("busy");
		assertThat(new ErrorCodeException("busy").status(503).detail("Later.")).hasMessage("busy (503): Later.");
	}

	@Test
	void keepsCause() {
		IllegalStateException cause = new IllegalStateException();
		assertThat(new ErrorCodeException("busy", cause)).hasCause(cause);
		assertThat(new ErrorCodeException(Problem.ORDER_SHIPPED, cause)).hasCause(cause);
	}

	@Test
	void standardCodeIsNoPlainName() {
		assertThat(new ErrorCodeException(StandardCode.GONE).failure().standardCode()).isSameAs(StandardCode.GONE);
		assertThat(new ErrorCodeException("gone").failure().standardCode()).isNull();
	}

	@Test
	void codeIsRequired() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ErrorCodeException(" "))
			.withMessage("'code' must not be empty");
	}

	@Test
	void survivesSerialization() throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
			output.writeObject(new ErrorCodeException("busy").detail("Later.").with("lock", new Object()));
		}
		try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			ErrorCodeException read = (ErrorCodeException) input.readObject();
			assertThat(read.code()).isEqualTo("busy");
			assertThat(read).hasMessage("busy: Later.");
		}
	}

	enum Problem implements Code {

		ORDER_SHIPPED

	}

}
