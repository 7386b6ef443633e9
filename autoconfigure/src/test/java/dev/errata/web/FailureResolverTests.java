package dev.errata.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.errata.catalog.ErrorCatalog;
import dev.errata.contract.Contract;
import dev.errata.envelope.JsonEnvelope;
import dev.errata.envelope.Preset;
import dev.errata.error.ApiError;
import dev.errata.error.ErrorComposer;
import dev.errata.error.ErrorTranslation;
import dev.errata.error.Failure;
import dev.errata.error.TestErrors;
import dev.errata.quota.QuotaHeaders;
import dev.errata.requestid.RequestIdPolicy;
import dev.errata.requestid.RequestIdStyle;
import org.junit.jupiter.api.Test;

import org.springframework.context.support.StaticMessageSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailureResolver} and {@link ContractExchange}.
 */
class FailureResolverTests {

	private final List<ApiError> reported = new ArrayList<>();

	private final FailureResolver resolver = new FailureResolver(new ErrorFunnel(
			new ErrorTranslation(List.of(), List.of(new StatusTranslator(new StaticMessageSource())::translate)),
			List.of(), List.of(this.reported::add)));

	private final ContractExchange exchange = new ContractExchange(contract(), "/orders", "abc");

	@Test
	void offeredIdIsKept() {
		assertThat(this.exchange.requestId()).isEqualTo("abc");
		assertThat(new ContractExchange(contract(), "/orders", "not an id").requestId()).isNotEqualTo("not an id");
	}

	@Test
	void exceptionIsReportedOnce() {
		IllegalStateException thrown = new IllegalStateException("broken");
		ErrorAnswer first = resolve(new RequestFailure.Thrown(thrown));
		assertThat(resolve(new RequestFailure.Thrown(new IllegalStateException("broken")))).isSameAs(first);
		assertThat(this.exchange.hasFailedWith(thrown)).isTrue();
		assertThat(this.exchange.isAnswered()).isTrue();
		assertThat(this.reported).hasSize(1);
	}

	@Test
	void anotherExceptionIsAnotherFailure() {
		resolve(new RequestFailure.Thrown(new IllegalStateException("broken")));
		ErrorAnswer second = resolve(new RequestFailure.Thrown(new IllegalStateException("broken again")));
		assertThat(this.exchange.answer()).isSameAs(second);
		assertThat(this.reported).hasSize(2);
	}

	@Test
	void deferredAnswerIsThatOfTheDispatch() {
		ErrorAnswer answer = resolve(new RequestFailure.Known(Failure.ofStatus(409)));
		this.exchange.leaveToErrorDispatch();
		assertThat(resolve(reported(null, 500))).isSameAs(answer);
		assertThat(this.exchange.isDeferred()).isTrue();
		assertThat(this.reported).hasSize(1);
	}

	@Test
	void statusOfContainerIsAnotherFailure() {
		resolve(new RequestFailure.Known(Failure.ofStatus(409)));
		assertThat(resolve(reported(null, 503)).error().status()).isEqualTo(503);
		assertThat(this.reported).hasSize(2);
	}

	@Test
	void exceptionOfReaderSaysMoreThanContainer() {
		IOException broken = new IOException("broken off");
		this.exchange.handled(new HandledFailure(new IllegalArgumentException(broken),
				resolve(new RequestFailure.Known(Failure.ofStatus(422))), HandledFailure.State.WRITTEN));
		assertThat(resolve(reported(broken, 400)).error().status()).isEqualTo(422);
		assertThat(resolve(reported(new IOException("another"), 400)).error().status()).isEqualTo(400);
	}

	@Test
	void interruptionAfterTimeoutIsTimeout() {
		this.exchange.markTimedOut();
		assertThat(resolve(new RequestFailure.Thrown(new InterruptedException())).error().status()).isEqualTo(504);
		assertThat(resolve(reported(null, 500)).error().status()).isEqualTo(504);
	}

	@Test
	void retryAfterOfResponseIsKept() {
		ErrorAnswer answer = resolve(new RequestFailure.Reported(null, 503, null, "7"));
		assertThat(answer.error().retryAfter()).hasSeconds(7);
	}

	@Test
	void abortedResponseIsNotAnswered() {
		Exception aborted = new Exception("aborted");
		resolve(new RequestFailure.Thrown(new IllegalStateException("broken")));
		this.exchange.abort(aborted);
		assertThat(this.exchange.isAnswered()).isFalse();
		assertThat(this.exchange.isAbortedBy(aborted)).isTrue();
		this.exchange.deferAbort(aborted);
		assertThat(this.exchange.takeAbort()).isSameAs(aborted);
		assertThat(this.exchange.takeAbort()).isNull();
	}

	private ErrorAnswer resolve(RequestFailure failure) {
		return this.resolver.resolve(failure, this.exchange, TestErrors::request);
	}

	private static RequestFailure reported(Throwable exception, int status) {
		return new RequestFailure.Reported(exception, status, null, null);
	}

	private static Contract contract() {
		ErrorCatalog catalog = TestErrors.catalog();
		return new Contract(Contract.DEFAULT, null, null, List.of(), catalog,
				new ErrorComposer(Contract.DEFAULT, catalog, null, null),
				JsonEnvelope.compile(Preset.PROBLEM.body(), null, Preset.PROBLEM.mediaType()), List.of(),
				new RequestIdPolicy("X-Request-Id", RequestIdStyle.UUID, "", true), QuotaHeaders.NONE, null);
	}

}
