package dev.errata.error;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link Causes}.
 */
class CausesTests {

	private static final IOException FAILURE = new IOException("broken");

	@ParameterizedTest
	@MethodSource
	void wrappersComeOff(Throwable wrapper) {
		assertThat(Causes.unwrap(wrapper)).isSameAs(FAILURE);
	}

	static Stream<Throwable> wrappersComeOff() {
		return Stream.of(new CompletionException(FAILURE), Exceptions.propagate(FAILURE), Exceptions.bubble(FAILURE),
				Exceptions.retryExhausted("Retries exhausted: 3/3", FAILURE),
				Exceptions.errorCallbackNotImplemented(FAILURE),
				Exceptions.multiple(FAILURE, new IllegalStateException()),
				Exceptions.multiple(Exceptions.propagate(new CompletionException(FAILURE)), FAILURE));
	}

	@Test
	void placeIsFoundBehindCheckpoints() {
		Throwable thrown = catchThrowable(() -> Mono.fromCallable(() -> Integer.parseInt("x"))
			.checkpoint("inner")
			.map((number) -> number + 1)
			.checkpoint("outer")
			.block());
		assertThat(thrown.getStackTrace()).hasSize(1);
		assertThat(Causes.isThrownBy(thrown, 4, CausesTests.class.getName()::equals)).isTrue();
		assertThat(Causes.tracebackOf(thrown)).hasMessageContainingAll("inner", "outer");
	}

	@Test
	void exceptionIsThrownForTheFirstCallerOnly() {
		assertThat(isThrownForCaller("between.A", "caller.B", "other.C")).isTrue();
		assertThat(isThrownForCaller("between.caller.A", "other.C")).isTrue();
		assertThat(isThrownForCaller("between.A", "other.C", "caller.B")).isFalse();
		assertThat(isThrownForCaller("between.A", "between.A", "between.A", "caller.B")).isFalse();
		assertThat(isThrownForCaller("between.A")).isFalse();
		assertThat(isThrownForCaller()).isFalse();
	}

	private static boolean isThrownForCaller(String... classes) {
		Exception exception = new Exception();
		exception.setStackTrace(Stream.of(classes)
			.map((name) -> new StackTraceElement(name, "method", "Source.java", 1))
			.toArray(StackTraceElement[]::new));
		return Causes.isThrownFor(exception, 3, List.of("caller.", "between.caller."), List.of("between."));
	}

	@Test
	void wrapperOfNothingStays() {
		RuntimeException overflow = Exceptions.failWithOverflow();
		assertThat(Causes.unwrap(overflow)).isSameAs(overflow);
		RuntimeException none = Exceptions.multiple();
		assertThat(Causes.unwrap(none)).isSameAs(none);
	}

}
