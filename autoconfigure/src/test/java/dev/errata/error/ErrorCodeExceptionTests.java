package dev.errata.error;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import com.sun.management.ThreadMXBean;
import dev.errata.catalog.Code;
import dev.errata.catalog.StandardCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

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
	void firstFramesTellWhereItWasCreated() {
		StackTraceElement[] frames = descend(3, () -> new ErrorCodeException("busy")).getStackTrace();
		assertThat(frames).extracting(StackTraceElement::getMethodName)
			.containsExactly("lambda$firstFramesTellWhereItWasCreated$0", "descend", "descend");
		assertThat(frames[0]).hasFieldOrPropertyWithValue("fileName", "ErrorCodeExceptionTests.java")
			.hasFieldOrPropertyWithValue("lineNumber", here().getLineNumber() - 4);
	}

	@Test
	void framesEndWhereFrameworkHasCalledTheApplication() {
		ErrorCodeException exception = new ErrorCodeException("busy", new IllegalStateException());
		assertThat(exception.getStackTrace()).extracting(StackTraceElement::getMethodName)
			.containsExactly("framesEndWhereFrameworkHasCalledTheApplication");
	}

	@Test
	void exceptionThatIsCreatedByReflectionHasTheFramesOfItsCreator() throws Exception {
		assertThat(OutOfStock.class.getDeclaredConstructor().newInstance().getStackTrace()).containsExactly(here());
	}

	@Test
	void framesOfOwnConstructorsAndFactoryMethodsAreSkipped() {
		assertThat(OutOfStock.of("apples").getStackTrace()).containsExactly(here());
		assertThat(new ErrorCodeException("busy") {
		}.getStackTrace()).extracting(StackTraceElement::getMethodName)
			.containsExactly("framesOfOwnConstructorsAndFactoryMethodsAreSkipped");
	}

	@Test
	void lambdaIsFollowedByItsCallers() {
		ErrorCodeException exception = descend(1,
				() -> Optional.<ErrorCodeException>empty().orElseGet(() -> new ErrorCodeException("busy")));
		assertThat(exception.getStackTrace()).extracting(StackTraceElement::getMethodName)
			.satisfiesExactly((first) -> assertThat(first).startsWith("lambda$lambdaIsFollowedByItsCallers"),
					(second) -> assertThat(second).isEqualTo("orElseGet"),
					(third) -> assertThat(third).startsWith("lambda$lambdaIsFollowedByItsCallers"));
	}

	@Test
	void constructorReferenceHasItsCallers() {
		ErrorCodeException exception = Optional.<ErrorCodeException>empty().orElseGet(OutOfStock::new);
		assertThat(exception.getStackTrace()).extracting(StackTraceElement::getMethodName)
			.containsExactly("orElseGet", "constructorReferenceHasItsCallers");
	}

	@Test
	void shortStackHasFewerFrames() throws Exception {
		AtomicReference<ErrorCodeException> exception = new AtomicReference<>();
		Thread thread = new Thread(() -> exception.set(new ErrorCodeException("busy")));
		thread.start();
		thread.join();
		assertThat(exception.get().getStackTrace()).hasSize(2)
			.extracting(StackTraceElement::getMethodName)
			.last()
			.isEqualTo("run");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThread() throws Exception {
		AtomicReference<ErrorCodeException> exception = new AtomicReference<>();
		Thread thread = (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class)
			.invoke(null, (Runnable) () -> exception.set(new ErrorCodeException("busy")));
		thread.join();
		assertThat(exception.get().getStackTrace()[0].getMethodName()).startsWith("lambda$virtualThread");
	}

	@Test
	void stackTraceMayBeReplaced() {
		ErrorCodeException exception = new ErrorCodeException("busy");
		exception.setStackTrace(new StackTraceElement[0]);
		assertThat(exception.getStackTrace()).isEmpty();
		assertThat(exception.fillInStackTrace()).isSameAs(exception);
		assertThat(exception.getStackTrace()).isEmpty();
	}

	@Test
	void stackTraceIsCheap() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		int count = 1000;
		for (int i = 0; i < count; i++) {
			new OutOfStock();
		}
		long before = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < count; i++) {
			new OutOfStock();
		}
		assertThat((threads.getCurrentThreadAllocatedBytes() - before) / count).isLessThan(1500);
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
			assertThat(read.getStackTrace()[0].getMethodName()).isEqualTo("survivesSerialization");
		}
	}

	private static ErrorCodeException descend(int depth, Supplier<ErrorCodeException> supplier) {
		return (depth == 0) ? supplier.get() : descend(depth - 1, supplier);
	}

	private static StackTraceElement here() {
		return new Throwable().getStackTrace()[1];
	}

	static class OutOfStock extends ErrorCodeException {

		OutOfStock() {
			super("out_of_stock");
		}

		static ErrorCodeException of(String product) {
			return new OutOfStock().with("product", product);
		}

	}

	enum Problem implements Code {

		ORDER_SHIPPED

	}

}
