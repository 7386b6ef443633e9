package dev.errata.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.contract.Contract;
import dev.errata.envelope.ErrorEnvelope;
import dev.errata.envelope.HeaderTemplate;
import dev.errata.envelope.JsonEnvelope;
import dev.errata.error.ApiError;
import dev.errata.error.ApiErrorCustomizer;
import dev.errata.error.ErrorCodeException;
import dev.errata.error.ErrorComposer;
import dev.errata.error.ErrorListener;
import dev.errata.error.ErrorTranslation;
import dev.errata.error.Failure;
import dev.errata.error.TestErrors;
import dev.errata.quota.QuotaHeaders;
import dev.errata.requestid.RequestIdPolicy;
import dev.errata.requestid.RequestIdStyle;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErrorFunnel}.
 */
class ErrorFunnelTests {

	private static final ErrorEnvelope JSON = JsonEnvelope.compile("{\"code\": \"{code}\", \"details\": \"{details}\"}",
			null, "application/json");

	private final List<ApiError> told = new ArrayList<>();

	@Test
	void failureIsTranslatedToldAndRendered() {
		ErrorAnswer answer = funnel().answer(new ExecutionException(new ErrorCodeException("busy")), contract(JSON),
				TestErrors.request());
		assertThat(body(answer)).isEqualTo("{\"code\":\"busy\"}");
		assertThat(answer.mediaType()).isEqualTo("application/json");
		assertThat(answer.headers()).isEqualTo(Map.of("Cache-Control", List.of("no-store"), "X-Request-Id",
				List.of("req-1"), "Retry-After", List.of("30"), "X-Error-Code", List.of("busy")));
		assertThat(this.told).singleElement().satisfies((error) -> {
			assertThat(error).isSameAs(answer.error());
			assertThat(error.cause()).isInstanceOf(ErrorCodeException.class);
		});
	}

	@Test
	void headersOfFailureAreKeptButForOurOwn() {
		Failure failure = Failure.of("plain")
			.header("Allow", "GET")
			.header("Allow", "PÜT")
			.header("x-request-id", "theirs")
			.header("cache-control", "max-age=60");
		ErrorAnswer answer = funnel().answer(failure, contract(JSON), TestErrors.request());
		assertThat(answer.headers()).containsEntry("Allow", List.of("GET", "P?T"))
			.containsEntry("X-Request-Id", List.of("req-1"))
			.containsEntry("Cache-Control", List.of("no-store"))
			.doesNotContainKey("Retry-After")
			.hasSize(4);
	}

	@Test
	void headersOfContractReplaceOurOwnWhateverTheirCase() {
		Contract plain = contract(JSON);
		Contract lower = new Contract(plain.name(), null, null, plain.paths(), plain.catalog(), plain.composer(),
				plain.envelope(),
				List.of(HeaderTemplate.compile("cache-control", "private"), HeaderTemplate.compile("retry-after", "9"),
						HeaderTemplate.compile("x-request-id", "id-{request-id}")),
				plain.requestId(), QuotaHeaders.NONE, null);
		assertThat(funnel().answer(Failure.of("busy"), lower, TestErrors.request()).headers()).hasSize(3)
			.containsEntry("cache-control", List.of("private"))
			.containsEntry("retry-after", List.of("9"))
			.containsEntry("x-request-id", List.of("id-req-1"));
	}

	@Test
	void brokenCustomizersArePassedOver() {
		ApiErrorCustomizer region = (error) -> error.withAttribute("region", "eu-1");
		ApiErrorCustomizer broken = (error) -> {
			throw new IllegalStateException("broken customizer");
		};
		ApiErrorCustomizer returningNull = (error) -> null;
		ErrorFunnel funnel = new ErrorFunnel(translation(), List.of(broken, region, returningNull),
				List.of(this.told::add));
		assertThat(body(funnel.answer(new ErrorCodeException("plain"), contract(JSON), TestErrors.request())))
			.isEqualTo("{\"code\":\"plain\",\"details\":{\"region\":\"eu-1\"}}");
		assertThat(this.told).hasSize(1);
	}

	@Test
	void brokenListenerLeavesTheOthers() {
		ErrorListener broken = (error) -> {
			throw new StackOverflowError();
		};
		ErrorFunnel funnel = new ErrorFunnel(translation(), List.of(), List.of(broken, this.told::add));
		assertThat(body(funnel.answer(new ErrorCodeException("plain"), contract(JSON), TestErrors.request())))
			.isEqualTo("{\"code\":\"plain\"}");
		assertThat(this.told).hasSize(1);
	}

	@Test
	void brokenEnvelopeEndsInMinimalDocument() {
		for (ErrorEnvelope broken : List.of(envelope("a/b", null), envelope("a/b", new byte[0]),
				envelope(null, new byte[] { 1 }))) {
			ErrorAnswer answer = funnel().answer(new ErrorCodeException("plain"), contract(broken),
					TestErrors.request());
			assertThat(body(answer)).isEqualTo("{\"status\":409,\"code\":\"plain\",\"request_id\":\"req-1\"}");
			assertThat(answer.mediaType()).isEqualTo("application/json");
		}
	}

	@Test
	void minimalDocumentHasTheDigitsOfJson() {
		Locale before = Locale.getDefault();
		Locale.setDefault(Locale.forLanguageTag("ar-EG"));
		try {
			ErrorAnswer answer = funnel().answer(new ErrorCodeException("plain"),
					contract(envelope("a/b", new byte[0])), TestErrors.request());
			assertThat(body(answer)).isEqualTo("{\"status\":409,\"code\":\"plain\",\"request_id\":\"req-1\"}");
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void throwingEnvelopeEndsInMinimalDocument() {
		ErrorEnvelope throwing = new ErrorEnvelope() {

			@Override
			public String mediaType() {
				return "text/plain";
			}

			@Override
			public byte[] render(ApiError error) {
				throw new OutOfMemoryError("not really");
			}

		};
		ErrorAnswer answer = funnel().answer(new ErrorCodeException("plain"), contract(throwing), TestErrors.request());
		assertThat(body(answer)).isEqualTo("{\"status\":409,\"code\":\"plain\",\"request_id\":\"req-1\"}");
		assertThat(answer.mediaType()).isEqualTo("application/json");
	}

	@Test
	void unknownCodeIsServerError() {
		ErrorAnswer answer = funnel().answer(new ErrorCodeException("plane"), contract(JSON), TestErrors.request());
		assertThat(answer.error().status()).isEqualTo(500);
		assertThat(answer.error().cause()).hasMessageContaining("did you mean 'plain'?");
	}

	@Test
	void hostileExceptionIsInternalError() {
		Throwable hostile = new RuntimeException() {

			@Override
			public String getMessage() {
				throw new IllegalStateException("no message");
			}

			@Override
			public synchronized Throwable getCause() {
				throw new IllegalStateException("no cause");
			}

			@Override
			public String toString() {
				throw new IllegalStateException("no text");
			}

		};
		assertThat(body(funnel().answer(hostile, contract(JSON), TestErrors.request())))
			.isEqualTo("{\"code\":\"internal_error\"}");
	}

	private ErrorFunnel funnel() {
		return new ErrorFunnel(translation(), List.of(), List.of(this.told::add));
	}

	private static ErrorTranslation translation() {
		return new ErrorTranslation(List.of(), List.of());
	}

	private static Contract contract(ErrorEnvelope envelope) {
		ErrorCatalog catalog = TestErrors.catalog(CatalogEntry.of("plain", (entry) -> entry.status(409)),
				CatalogEntry.of("busy", (entry) -> entry.status(503).retryAfter(Duration.ofSeconds(30))));
		return new Contract(Contract.DEFAULT, null, null, List.of(), catalog,
				new ErrorComposer(Contract.DEFAULT, catalog, null, null), envelope,
				List.of(HeaderTemplate.compile("X-Error-Code", "{code}"), HeaderTemplate.compile("X-Docs", "{docs}")),
				new RequestIdPolicy("X-Request-Id", RequestIdStyle.UUID, "", true), QuotaHeaders.NONE, null);
	}

	private static ErrorEnvelope envelope(String mediaType, byte[] body) {
		return new ErrorEnvelope() {

			@Override
			public String mediaType() {
				return mediaType;
			}

			@Override
			public byte[] render(ApiError error) {
				return body;
			}

		};
	}

	private static String body(ErrorAnswer answer) {
		return new String(answer.body(), StandardCharsets.UTF_8);
	}

}
