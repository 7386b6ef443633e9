package dev.errata.error;

import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.catalog.LocalizedText;
import dev.errata.catalog.StandardCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.MessageSource;
import org.springframework.context.support.AbstractMessageSource;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.context.support.StaticMessageSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErrorComposer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ErrorComposerTests {

	private static final CatalogEntry PLAIN = entry("plain", 409, "The order has left.");

	private static final CatalogEntry TELLING = entry("telling", 422, "Invalid: {detail:something}.");

	@Test
	void messageOfTheCatalog() {
		ApiError error = TestErrors.compose(Failure.of("plain"), PLAIN);
		assertThat(error.message()).isEqualTo("The order has left.");
		assertThat(error.title()).isEqualTo("Conflict");
		assertThat(error.detail()).isNull();
		assertThat(error).hasToString("409 plain [req-1]");
	}

	@Test
	void statusThatTheCodeDoesNotListIsReportedOnce(CapturedOutput output) {
		ErrorComposer composer = new ErrorComposer("default", ErrorCatalog.of(List.of(PLAIN), false), null, null);
		for (int i = 0; i < 3; i++) {
			assertThat(composer.resolve(Failure.of("plain").status(503)).status()).isEqualTo(409);
			composer.resolve(Failure.of("plain").status(409));
			// the status of an exception that the code claims
			composer.resolve(Failure.of("plain").status(504).from(new IllegalStateException()));
		}
		assertThat(output)
			.containsOnlyOnce("The code 'plain' was raised with the status 503, which it does not list; it is sent "
					+ "with 409. Add the status to the code's 'status'.")
			.doesNotContain("504")
			.doesNotContain("with the status 409");
	}

	@Test
	void messageGivesWayToDetail() {
		ApiError error = TestErrors.compose(Failure.of("plain").detail("Order 7 has left."), PLAIN);
		assertThat(error.message()).isEqualTo("Order 7 has left.");
		assertThat(error.detail()).isEqualTo("Order 7 has left.");
	}

	@Test
	void blankDetailIsNone() {
		assertThat(TestErrors.compose(Failure.of("plain").detail(" "), PLAIN).message())
			.isEqualTo("The order has left.");
	}

	@Test
	void emptyTextIsNone() {
		CatalogEntry entry = CatalogEntry.of("empty",
				(it) -> it.status(409).title("").message(LocalizedText.of(" ").with(Locale.GERMAN, "Weg.")));
		assertThat(TestErrors.compose(Failure.of("empty"), entry).message()).isEqualTo("Conflict");
		assertThat(TestErrors.compose(Failure.of("empty"), entry).title()).isEqualTo("Conflict");
	}

	@Test
	void messageWithDetailHoldsIt() {
		assertThat(TestErrors.compose(Failure.of("telling").detail("too long"), TELLING).message())
			.isEqualTo("Invalid: too long.");
		assertThat(TestErrors.compose(Failure.of("telling"), TELLING).message()).isEqualTo("Invalid: something.");
	}

	@Test
	void detailIsNoTemplate() {
		assertThat(TestErrors.compose(Failure.of("telling").detail("{code} {nope}"), TELLING).message())
			.isEqualTo("Invalid: {code} {nope}.");
	}

	@Test
	void rootKeepsTruthfulStatusWhenNamed() {
		assertThat(TestErrors.compose(Failure.of("client_error").status(451), PLAIN).status()).isEqualTo(451);
		assertThat(TestErrors.compose(Failure.of("server_error").status(507), PLAIN).status()).isEqualTo(507);
		assertThat(TestErrors.compose(Failure.of("client_error").status(503), PLAIN).status()).isEqualTo(400);
		assertThat(TestErrors.compose(Failure.of("client_error"), PLAIN).status()).isEqualTo(400);
		assertThat(TestErrors
			.compose(Failure.of("client_error").status(451), CatalogEntry.of("client_error", (it) -> it.status(422)))
			.status()).isEqualTo(451);
	}

	@Test
	void detailOfCodeStandsInWhereThereIsNone() {
		CatalogEntry entry = CatalogEntry.of("busy",
				(it) -> it.status(503).message("Busy: {detail:?}").detail("queue of {details.queue:many}"));
		assertThat(TestErrors.compose(Failure.of("busy").with("queue", 3), entry).message())
			.isEqualTo("Busy: queue of 3");
		assertThat(TestErrors.compose(Failure.of("busy").detail("closed"), entry).message()).isEqualTo("Busy: closed");
	}

	@Test
	void messageDoesNotGiveWayToDetailOfCode() {
		CatalogEntry entry = CatalogEntry.of("busy", (it) -> it.status(503).message("Busy.").detail("Too many."));
		ApiError error = TestErrors.compose(Failure.of("busy"), entry);
		assertThat(error.message()).isEqualTo("Busy.");
		assertThat(error.detail()).isEqualTo("Too many.");
	}

	@Test
	void sentenceAboutTheFirstViolationIsTheDetail() {
		Failure failure = Failure.of("telling")
			.violation(new Violation("name", "field_empty", "must not be empty"))
			.violation(new Violation("age", "field_range", "must be positive"));
		assertThat(TestErrors.compose(failure, TELLING).message()).isEqualTo("Invalid: name must not be empty.");
	}

	@Test
	void titleAndMessageFallBack() {
		ApiError titled = TestErrors.compose(Failure.of("t"),
				CatalogEntry.of("t", (it) -> it.status(409).title("Order {code}")));
		assertThat(titled.title()).isEqualTo("Order t");
		assertThat(titled.message()).isEqualTo("Order t");
		ApiError unknownStatus = TestErrors.compose(Failure.of("t"), CatalogEntry.of("t", (it) -> it.status(499)));
		assertThat(unknownStatus.title()).isEqualTo("Client Error");
		assertThat(unknownStatus.message()).isEqualTo("Client Error");
	}

	@Test
	void textsPerStatus() {
		CatalogEntry differences = CatalogEntry.of("busy",
				(it) -> it.message("Busy.").retryable(true).retryAfter(Duration.ofSeconds(10)));
		CatalogEntry entry = CatalogEntry.of("busy",
				(it) -> it.status(500, 503).message("Broken.").retryable(false).at(503, differences.description(503)));
		ApiError busy = TestErrors.compose(Failure.of("busy").status(503), entry);
		assertThat(busy.message()).isEqualTo("Busy.");
		assertThat(busy.retryable()).isTrue();
		assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(10));
		ApiError broken = TestErrors.compose(Failure.of("busy"), entry);
		assertThat(broken.message()).isEqualTo("Broken.");
		assertThat(broken.retryable()).isFalse();
	}

	@Test
	void statusThatTheCodeDoesNotHaveIsItsFirst() {
		assertThat(TestErrors.compose(Failure.of("plain").status(418), PLAIN).status()).isEqualTo(409);
	}

	@Test
	void messageIsFilledWithArgumentsAndAttributes() {
		CatalogEntry entry = entry("limit", 429, "At most {details.limit:some} of {details.what:them}.");
		ApiError error = TestErrors.compose(Failure.of("limit").with("what", "orders").arg("limit", 5), entry);
		assertThat(error.message()).isEqualTo("At most 5 of orders.");
		assertThat(error.details()).as("an argument is for the message alone").isEqualTo(Map.of("what", "orders"));
	}

	@ParameterizedTest
	@CsvSource({ "PT30S, PT30S", "PT0.1S, PT1S", "PT1.000000001S, PT2S", "PT-5S, PT0S", "PT0S, PT0S", "P9999D, P366D",
			"PT2562047788015215H, P366D" })
	void timeToWaitIsWholeSecondsWithinBounds(Duration given, Duration told) {
		assertThat(TestErrors.compose(Failure.of("plain").retryAfter(given), PLAIN).retryAfter()).isEqualTo(told);
		if (!given.isNegative()) {
			CatalogEntry entry = CatalogEntry.of("waiting", (it) -> it.status(503).retryAfter(given));
			assertThat(TestErrors.compose(Failure.of("waiting"), entry).retryAfter()).isEqualTo(told);
		}
	}

	@Test
	void nobodyWaitsForWhatIsNotRetryable() {
		CatalogEntry entry = CatalogEntry.of("final", (it) -> it.status(409).retryable(false));
		ApiError error = TestErrors
			.compose(Failure.of("final").retryAfter(Duration.ofSeconds(5)).header("Retry-After", "7"), entry);
		assertThat(error.retryAfter()).isNull();
		assertThat(error.headers()).isEmpty();
	}

	@Test
	void timeOfFailureWinsOverThatOfTheCatalog() {
		CatalogEntry entry = CatalogEntry.of("busy", (it) -> it.status(503).retryAfter(Duration.ofSeconds(9)));
		assertThat(TestErrors.compose(Failure.of("busy").retryAfter(Duration.ofSeconds(5)), entry).retryAfter())
			.isEqualTo(Duration.ofSeconds(5));
		assertThat(TestErrors.compose(Failure.of("busy"), entry).retryAfter()).isEqualTo(Duration.ofSeconds(9));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "120|PT120S", " 7 |PT7S", "Sun, 01 Nov 2026 10:01:00 GMT|PT60S",
			"Sun, 01 Nov 2026 09:00:00 GMT|PT0S", "soon|", "12x|", "99999999999999999999|P366D", "-3|" })
	void headerOfForeignExceptionTellsTheTime(String header, Duration told) {
		ApiError error = TestErrors.compose(Failure.of("plain").header("retry-after", header).header("X-A", "b"),
				PLAIN);
		assertThat(error.retryAfter()).isEqualTo(told);
		assertThat(error.headers()).isEqualTo(Map.of("X-A", List.of("b")));
	}

	@Test
	void atMostHundredViolations() {
		Failure failure = Failure.of(StandardCode.VALIDATION_FAILED);
		Collections.nCopies(5000, new Violation("x", "field_type", "is wrong")).forEach(failure::violation);
		assertThat(TestErrors.compose(failure).violations()).hasSize(100);
	}

	@Test
	void violationsAreClean() {
		ApiError error = TestErrors.compose(
				Failure.of("plain").violation(new Violation("a\u0000b", "field_type", "x\r\ny".repeat(5000))), PLAIN);
		assertThat(error.violations()).singleElement().satisfies((violation) -> {
			assertThat(violation.field()).isEqualTo("ab");
			assertThat(violation.message()).hasSize(Texts.MAX_LENGTH).doesNotContain("\n");
		});
	}

	@Test
	void firstViolationDecidesTheCode() {
		CatalogEntry tooLong = CatalogEntry.of("too_long", (it) -> it.status(413).replaces("field_length"));
		CatalogEntry model = CatalogEntry.of("unknown_model", (it) -> it.status(404).constraints("KnownModel"));
		Violation length = violation("prompt", "field_length", "is too long", "Size.prompt", "Size");
		Violation unknown = violation("model", "field_invalid", "is unknown", "KnownModel");
		ApiError first = TestErrors.compose(invalid(length, unknown), tooLong, model);
		assertThat(first).hasToString("413 too_long [req-1]");
		assertThat(first.violations()).map(Violation::code).containsExactly("too_long", "unknown_model");
		assertThat(TestErrors.compose(invalid(unknown, length), tooLong, model))
			.hasToString("404 unknown_model [req-1]");
		assertThat(TestErrors.compose(invalid(new Violation("age", "field_range", "is low"), length), tooLong, model))
			.hasToString("400 validation_failed [req-1]");
	}

	@Test
	void parametersOfAFormAreTold() {
		ErrorRequest request = TestErrors.request();
		ErrorRequest form = new ErrorRequest("id", "POST", "/", "", request.locale(), request.timestamp(), null,
				ErrorRequest.NO_QUOTA, "name"::equals);
		for (InputLocation in : InputLocation.values()) {
			Violation name = new Violation("name", "field_empty", "is empty").in(in);
			Violation page = new Violation("page", "field_empty", "is empty").in(in);
			Failure found = Failure.of(StandardCode.VALIDATION_FAILED);
			OwnText.of(OwnText.Key.INVALID).addTo(found, name);
			OwnText.of(OwnText.Key.INVALID).addTo(found, page);
			assertThat(TestErrors.composer(PLAIN).compose(found, form, null).violations()).map(Violation::in)
				.containsExactly((in == InputLocation.QUERY) ? InputLocation.FORM : in, in);
			// the application knows
			assertThat(TestErrors.composer(PLAIN).compose(invalid(name), form, null).violations()).map(Violation::in)
				.containsExactly(in);
		}
	}

	@Test
	void messageOfExceptionIsExposedWhereTheCodeSaysSo() {
		CatalogEntry open = CatalogEntry.of("open", (it) -> it.status(409).exposeMessage(true));
		Throwable exception = new IllegalStateException("Told\nto all");
		assertThat(TestErrors.composer(open)
			.compose(Failure.of("open").from(exception), TestErrors.request(), exception)
			.message()).isEqualTo("Told to all");
		assertThat(TestErrors.composer(PLAIN)
			.compose(Failure.of("plain").from(exception), TestErrors.request(), exception)
			.message()).isEqualTo("The order has left.");
	}

	@Test
	void exposedMessageIsThatOfTheExceptionThatWasClaimed() {
		CatalogEntry open = CatalogEntry.of("open",
				(it) -> it.status(409).exposeMessage(true).exceptions(UnsupportedOperationException.class));
		Throwable wrapper = new IllegalStateException("planted", new UnsupportedOperationException("sold out"));
		Failure failure = new ErrorTranslation(List.of(), List.of()).translate(wrapper, TestErrors.composer(open));
		assertThat(TestErrors.composer(open).compose(failure, TestErrors.request(), wrapper).message())
			.isEqualTo("sold out");
	}

	@Test
	void particularsAreNotChangedByWhoeverKeepsTheException() {
		ErrorCodeException kept = new ErrorCodeException("plain").with("a", 1);
		ApiError error = TestErrors.composer(PLAIN).compose(kept.failure(), TestErrors.request(), kept);
		kept.with("b", 2);
		assertThat(error.details()).containsOnlyKeys("a");
	}

	@Test
	void messageThatThrowsIsNotExposed() {
		CatalogEntry open = CatalogEntry.of("open", (it) -> it.status(409).exposeMessage(true));
		Throwable hostile = new IllegalStateException() {

			@Override
			public String getMessage() {
				throw new IllegalStateException("no message");
			}

		};
		assertThat(TestErrors.composer(open).compose(Failure.of("open"), TestErrors.request(), hostile).message())
			.isEqualTo("Conflict");
	}

	@Test
	void messageOfCodeExceptionIsNeverExposed() {
		CatalogEntry open = CatalogEntry.of("open", (it) -> it.status(409).exposeMessage(true));
		assertThat(TestErrors.composer(open)
			.compose(Failure.of("open"), TestErrors.request(), new ErrorCodeException("open"))
			.message()).isEqualTo("Conflict");
	}

	@Test
	void unknownCodeIsServerErrorWithNearestNames() {
		ErrorCodeException thrown = new ErrorCodeException("order_shiped");
		ApiError error = TestErrors.composer(entry("order_shipped", 409, "Gone."))
			.compose(Failure.of("order_shiped"), TestErrors.request(), thrown);
		assertThat(error).hasToString("500 server_error [req-1]");
		assertThat(error.message()).isEqualTo("The request failed.");
		assertThat(error.cause())
			.hasMessage("The contract 'default' does not know the code 'order_shiped'; did you mean 'order_shipped'?")
			.hasCause(thrown);
	}

	@Test
	void unknownCodeWithoutLikeness() {
		ApiError error = TestErrors.compose(Failure.of("zebra\r\nX"), PLAIN);
		assertThat(error.cause()).hasMessage("The contract 'default' does not know the code 'zebra X'");
	}

	@Test
	void standardCodeByNameIsAnsweredByWhoReplacesIt() {
		ApiError error = TestErrors.compose(Failure.of("NOT-FOUND"),
				CatalogEntry.of("lost", (it) -> it.status(410).replaces("not_found")));
		assertThat(error).hasToString("410 lost [req-1]");
	}

	@Test
	void codeThatClosedCatalogReplaces() {
		ErrorComposer composer = new ErrorComposer("v1",
				TestErrors.closedCatalog(CatalogEntry.of("bad", (it) -> it.status(400).replaces("client_error")),
						CatalogEntry.of("broken", (it) -> it.status(500).replaces("server_error"))),
				null, null);
		assertThat(composer.compose(Failure.ofStatus(415), TestErrors.request(), null)).hasToString("415 bad [req-1]");
		assertThat(composer.compose(Failure.of("unheard_of"), TestErrors.request(), null))
			.hasToString("500 broken [req-1]");
		assertThat(composer.compose(Failure.ofStatus(200), TestErrors.request(), null))
			.hasToString("500 broken [req-1]");
	}

	@Test
	void problemType() {
		assertThat(TestErrors.compose(Failure.of("plain"), PLAIN).type()).isEqualTo("/shop/errors/default/plain");
		assertThat(TestErrors
			.compose(Failure.of("d"), CatalogEntry.of("d", (it) -> it.status(409).docs("https://example.com/d")))
			.type()).isEqualTo("https://example.com/d");
		assertThat(new ErrorComposer("default", TestErrors.catalog(PLAIN), null, null)
			.compose(Failure.of("plain"), TestErrors.request(), null)
			.type()).isEqualTo("about:blank");
	}

	@Test
	void translationOfContractWinsOverTheGeneralOne() {
		StaticMessageSource messages = new StaticMessageSource();
		messages.addMessage("errata.plain", Locale.GERMAN, "Fort.");
		messages.addMessage("errata.v1.plain", Locale.GERMAN, "In v1 fort.");
		messages.addMessage("errata.telling", Locale.GERMAN, "Falsch ('{0}'): {detail:etwas} in {details.what:x}");
		assertThat(translated("v1", messages, Locale.GERMAN, Failure.of("plain")).message()).isEqualTo("In v1 fort.");
		assertThat(translated("default", messages, Locale.GERMAN, Failure.of("plain")).message()).isEqualTo("Fort.");
		assertThat(translated("default", messages, Locale.FRENCH, Failure.of("plain")).message())
			.isEqualTo("The order has left.");
	}

	@Test
	void translationIsFilledByUs() {
		StaticMessageSource messages = new StaticMessageSource();
		messages.addMessage("errata.telling", Locale.GERMAN, "Geht's? {detail:etwas} in {details.what:x}");
		assertThat(translated("default", messages, Locale.GERMAN, Failure.of("telling").with("what", "Feld")).message())
			.isEqualTo("Geht's? etwas in Feld");
		assertThat(translated("default", messages, Locale.GERMAN, Failure.of("telling")).code()).isEqualTo("telling");
	}

	@Test
	void translationGivesWayToDetailAsWell() {
		StaticMessageSource messages = new StaticMessageSource();
		messages.addMessage("errata.plain", Locale.GERMAN, "Fort.");
		assertThat(translated("default", messages, Locale.GERMAN, Failure.of("plain").detail("Order 7.")).message())
			.isEqualTo("Order 7.");
	}

	@Test
	void translationThatCannotBeFilledIsPassedOver() {
		StaticMessageSource messages = new StaticMessageSource();
		messages.addMessage("errata.plain", Locale.GERMAN, "Fort: {nope}");
		assertThat(translated("default", messages, Locale.GERMAN, Failure.of("plain")).message())
			.isEqualTo("The order has left.");
	}

	@Test
	void languageOfTheSystemIsNobodysChoice() {
		ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
		messages.setBasename("dev.errata.error.texts");
		Locale system = Locale.getDefault();
		Locale.setDefault(Locale.GERMAN);
		try {
			Map<Locale, String> expected = Map.of(Locale.GERMAN, "Fort.", Locale.ITALIAN, "Partito.", Locale.FRENCH,
					"Gone.", Locale.ROOT, "Gone.");
			expected.forEach(
					(locale, text) -> assertThat(translated("default", messages, locale, Failure.of("plain")).message())
						.as(locale.toString())
						.isEqualTo(text));
		}
		finally {
			Locale.setDefault(system);
		}
	}

	@Test
	void brokenMessageSourceIsPassedOver() {
		MessageSource broken = new AbstractMessageSource() {

			@Override
			protected java.text.MessageFormat resolveCode(String code, Locale locale) {
				throw new IllegalStateException("no messages");
			}

			@Override
			protected String resolveCodeWithoutArguments(String code, Locale locale) {
				throw new IllegalStateException("no messages");
			}

		};
		assertThat(translated("default", broken, Locale.GERMAN, Failure.of("plain")).message())
			.isEqualTo("The order has left.");
	}

	@Test
	void textThatCannotBeFilledIsToldOnce(CapturedOutput output) {
		StaticMessageSource messages = new StaticMessageSource();
		for (Locale locale : List.of(Locale.GERMAN, Locale.GERMANY, new Locale("de", "AT"))) {
			messages.addMessage("errata.plain", locale, "Nur {available} übrig.");
		}
		ErrorComposer composer = new ErrorComposer("default", TestErrors.catalog(PLAIN, TELLING), messages, null);
		for (Locale locale : List.of(Locale.GERMANY, Locale.GERMAN, Locale.GERMANY, new Locale("de", "AT"))) {
			assertThat(composer.compose(Failure.of("plain"), TestErrors.request(locale), null).message())
				.isEqualTo("The order has left.");
		}
		assertThat(output.getOut().lines()).singleElement()
			.asString()
			.contains("WARN")
			.contains("The text of 'errata.plain' for 'de-DE' cannot be sent, and that of the catalog is sent instead: "
					+ "There is no placeholder {available}; there are ");
	}

	@Test
	void messageSourceThatFailsIsToldOnce(CapturedOutput output) {
		MessageSource broken = new AbstractMessageSource() {

			@Override
			protected java.text.@Nullable MessageFormat resolveCode(String code, Locale locale) {
				throw new IllegalStateException("no messages");
			}

		};
		ErrorComposer composer = new ErrorComposer("default", TestErrors.catalog(PLAIN, TELLING), broken, null);
		for (int i = 0; i < 3; i++) {
			composer.compose(Failure.of("plain"), TestErrors.request(Locale.GERMAN), null);
		}
		assertThat(output.getOut().lines()).singleElement()
			.asString()
			.contains("WARN")
			.endsWith("java.lang.IllegalStateException: no messages");
	}

	@Test
	void sourceIsAskedForSoManyLanguagesOnly() {
		Set<Locale> asked = new HashSet<>();
		MessageSource messages = new AbstractMessageSource() {

			@Override
			protected java.text.@Nullable MessageFormat resolveCode(String code, Locale locale) {
				asked.add(locale);
				return locale.getLanguage().equals("de") ? new java.text.MessageFormat("Fort.") : null;
			}

		};
		ErrorComposer composer = new ErrorComposer("default", TestErrors.catalog(PLAIN), messages, null);
		for (int i = 0; i < 5_000; i++) {
			composer.compose(Failure.of("plain"), TestErrors.request(Locale.forLanguageTag("en-x-made-up-" + i)), null);
		}
		assertThat(asked).hasSizeLessThan(1_010);
		assertThat(composer.compose(Failure.of("plain"), TestErrors.request(Locale.GERMANY), null).message())
			.isEqualTo("Fort.");
	}

	@Test
	void codeAsItsOwnTranslationIsNone() {
		StaticMessageSource messages = new StaticMessageSource();
		messages.setUseCodeAsDefaultMessage(true);
		assertThat(translated("default", messages, Locale.GERMAN, Failure.of("plain")).message())
			.isEqualTo("The order has left.");
	}

	@Test
	void customizedCopies() {
		ApiError error = TestErrors.compose(Failure.of("plain").with("a", 1).header("X-A", "1"), PLAIN);
		ApiError changed = error.withMessage("Other\ntext").withAttribute("b", 2).withHeader("X-A", "2");
		assertThat(changed.message()).isEqualTo("Other text");
		assertThat(changed.details()).isEqualTo(Map.of("a", 1, "b", 2));
		assertThat(changed.headers()).isEqualTo(Map.of("X-A", List.of("1", "2")));
		assertThat(error.message()).isEqualTo("The order has left.");
		assertThat(error.details()).isEqualTo(Map.of("a", 1));
	}

	private static ApiError translated(String contract, MessageSource messages, Locale locale, Failure failure) {
		return new ErrorComposer(contract, TestErrors.catalog(PLAIN, TELLING), messages, null).compose(failure,
				TestErrors.request(locale), null);
	}

	private static Failure invalid(Violation... violations) {
		Failure failure = Failure.of(StandardCode.VALIDATION_FAILED);
		List.of(violations).forEach(failure::violation);
		return failure;
	}

	private static Violation violation(String field, String code, String message, String... rules) {
		return new Violation(field, code, message, List.of(rules), null, InputPath.ofName(field));
	}

	private static CatalogEntry entry(String code, int status, String message) {
		return CatalogEntry.of(code, (entry) -> entry.status(status).message(message));
	}

}
