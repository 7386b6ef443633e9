package dev.errata.web.reactive;

import dev.errata.error.Causes;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Traceback}.
 */
class TracebackTests {

	@Test
	void exceptionKeepsItsStackTraceAtCheckpoints() {
		Exception exception = new Exception("planted");
		StackTraceElement[] stackTrace = exception.getStackTrace();
		Throwable prepared = Traceback.addTo(exception);
		assertThat(prepared).isSameAs(exception);
		Mono.error(prepared)
			.checkpoint("a filter")
			.checkpoint("another filter")
			.onErrorComplete((ex) -> ex == exception)
			.block();
		assertThat(exception.getStackTrace()).isEqualTo(stackTrace);
		assertThat(Causes.tracebackOf(exception)).hasMessageContaining("a filter")
			.hasMessageContaining("another filter");
		assertThat(Causes.isThrownBy(exception, 1, TracebackTests.class.getName()::equals)).isTrue();
	}

	@Test
	void exceptionHasOneTraceback() {
		Exception exception = new Exception("planted");
		Mono.error(exception).checkpoint("a call").onErrorComplete().block();
		assertThat(Traceback.addTo(exception).getSuppressed()).hasSize(1);
	}

	@Test
	void exceptionThatCannotHaveOneIsLeftAlone() {
		Exception exception = new Exception("planted", null, false, false) {
		};
		assertThat(Traceback.addTo(exception)).isSameAs(exception);
		assertThat(exception.getSuppressed()).isEmpty();
	}

}
