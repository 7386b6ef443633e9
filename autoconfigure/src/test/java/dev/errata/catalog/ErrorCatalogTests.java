package dev.errata.catalog;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ErrorCatalog} and {@link CatalogEntry}.
 */
class ErrorCatalogTests {

	@Test
	void standardCodeAnswersForItselfInOpenCatalog() {
		ErrorCatalog catalog = open();
		assertThat(answer(catalog, StandardCode.CONCURRENT_UPDATE)).isEqualTo("concurrent_update 409");
		assertThat(answer(catalog, StandardCode.CLIENT_ERROR, 418)).isEqualTo("client_error 418");
		assertThat(catalog.isBuiltIn(catalog.find("concurrent_update"))).isTrue();
	}

	@Test
	void replacingCodeAnswers() {
		ErrorCatalog catalog = open(replacing("lost", "not_found", 404));
		assertThat(answer(catalog, StandardCode.NOT_FOUND)).isEqualTo("lost 404");
		assertThat(catalog.find("not_found")).as("the name that is replaced").isNull();
	}

	@Test
	void codeOfTheSameNameAnswersWhateverItsSpelling() {
		assertThat(answer(open(code("Not-Found", 410)), StandardCode.NOT_FOUND)).isEqualTo("Not-Found 410");
	}

	@Test
	void codeThatReplacesWinsOverItsNamesakeInTheSameEntry() {
		ErrorCatalog catalog = open(CatalogEntry.of("gone", (it) -> it.status(410).replaces("gone", "not_found")));
		assertThat(answer(catalog, StandardCode.NOT_FOUND)).isEqualTo("gone 410");
		assertThat(answer(catalog, StandardCode.GONE)).isEqualTo("gone 410");
	}

	@Test
	void parentAnswersForItsChildren() {
		ErrorCatalog catalog = open(code("conflict", 409));
		assertThat(answer(catalog, StandardCode.DUPLICATE)).isEqualTo("conflict 409");
		assertThat(answer(catalog, StandardCode.UNPROCESSABLE)).isEqualTo("unprocessable 422");
	}

	@Test
	void childIsNearerThanParent() {
		ErrorCatalog catalog = open(code("conflict", 409), replacing("twin", "duplicate", 409));
		assertThat(answer(catalog, StandardCode.DUPLICATE)).isEqualTo("twin 409");
		assertThat(answer(catalog, StandardCode.CONCURRENT_UPDATE)).isEqualTo("conflict 409");
	}

	@Test
	void rootKeepsTheTruthfulStatus() {
		ErrorCatalog catalog = open(replacing("bad", "client_error", 400));
		assertThat(answer(catalog, StandardCode.UNSUPPORTED_MEDIA_TYPE)).isEqualTo("bad 415");
		assertThat(answer(catalog, StandardCode.CLIENT_ERROR, 418)).isEqualTo("bad 418");
	}

	@Test
	void otherCodeTakesItsFirstStatus() {
		ErrorCatalog catalog = open(CatalogEntry.of("invalid", (it) -> it.status(422, 413).replaces("bad_request")));
		assertThat(answer(catalog, StandardCode.MALFORMED_BODY)).isEqualTo("invalid 422");
	}

	@Test
	void otherCodeKeepsStatusThatItLists() {
		ErrorCatalog catalog = open(
				CatalogEntry.of("broken", (it) -> it.status(500, 503).replaces("service_unavailable")));
		assertThat(answer(catalog, StandardCode.SERVICE_UNAVAILABLE)).isEqualTo("broken 503");
	}

	@Test
	void nothingIsGuessedByStatus() {
		assertThat(answer(open(code("order_shipped", 409)), StandardCode.CONFLICT)).isEqualTo("conflict 409");
	}

	@Test
	void closedCatalogSaysNothingButItsOwn() {
		ErrorCatalog catalog = ErrorCatalog
			.of(List.of(replacing("bad", "client_error", 400), replacing("broken", "server_error", 500)), true);
		assertThat(catalog.entries()).map(CatalogEntry::code).containsExactly("bad", "broken");
		for (StandardCode code : StandardCode.values()) {
			assertThat(answer(catalog, code)).isIn("bad " + code.status(), "broken " + code.status());
		}
		assertThat(catalog.find("not_found")).isNull();
	}

	@Test
	void openCatalogListsDeclaredCodesFirst() {
		ErrorCatalog catalog = open(code("order_shipped", 409), code("conflict", 409));
		assertThat(catalog.entries()).map(CatalogEntry::code)
			.startsWith("order_shipped", "conflict", "client_error")
			.doesNotContain("duplicate")
			.doesNotHaveDuplicates();
	}

	@Test
	void lookUpIgnoresCaseAndSeparators() {
		ErrorCatalog catalog = open(code("order_shipped", 409));
		assertThat(catalog.find("ORDER-SHIPPED")).isSameAs(catalog.find("order_shipped")).isNotNull();
		assertThat(catalog.find("order_shippe")).isNull();
	}

	@Test
	void mostSpecificCodeOfField() {
		ErrorCatalog catalog = open(replacing("too_long", "field_length", 422), code("validation_failed", 400));
		assertThat(catalog.answerField(StandardCode.FIELD_LENGTH).entry().code()).isEqualTo("too_long");
		assertThat(catalog.answerField(StandardCode.FIELD_RANGE).entry().code()).isEqualTo("validation_failed");
	}

	@Test
	void codeOfFieldThatNobodyDeclaredIsInvalidInput() {
		assertThat(open().answerField(StandardCode.FIELD_LENGTH).entry().code()).isEqualTo("validation_failed");
	}

	@Test
	void violationBearsTheCodeOfItsField() {
		ErrorCatalog open = open(replacing("too_long", "field_length", 422), replacing("bad", "client_error", 400));
		assertThat(open.fieldCode(StandardCode.FIELD_LENGTH)).isEqualTo("too_long");
		assertThat(open.fieldCode(StandardCode.FIELD_RANGE)).isEqualTo("field_range");
		ErrorCatalog closed = ErrorCatalog
			.of(List.of(replacing("bad", "client_error", 400), replacing("broken", "server_error", 500)), true);
		assertThat(closed.fieldCode(StandardCode.FIELD_RANGE)).isEqualTo("bad");
	}

	@Test
	void codeThatOnlyInputsHaveIsListed() {
		ErrorCatalog open = open(replacing("too_long", "field_length", 422), replacing("bad", "client_error", 400));
		CatalogEntry range = open.findListed("FIELD-RANGE");
		assertThat(range).isNotNull().isIn(open.listed()).isNotIn(open.entries());
		assertThat(open.find("field_range")).isNull();
		assertThat(open.answerOfInput(range)).isSameAs(open.find("bad"));
		assertThat(open.isBuiltIn(range)).isTrue();
		assertThat(open.findListed("field_length")).isNull();
		assertThat(open.findListed("too_long")).isSameAs(open.find("too_long"));
		assertThat(open.answerOfInput(Objects.requireNonNull(open.find("too_long")))).isNull();
		assertThat(open().listed()).hasSize(53).allMatch((entry) -> open.answerOfInput(entry) == null);
	}

	@Test
	void inputHasNoCodeThatIsNotListed() {
		ErrorCatalog open = open(replacing("bad", "client_error", 400));
		for (StandardCode code : StandardCode.values()) {
			assertThat(open.findListed(open.fieldCode(code))).as(code.code()).isNotNull();
		}
		assertThat(open.fieldCode(StandardCode.CONFLICT)).isEqualTo("bad");
	}

	@Test
	void exactExceptionThenNearestSuperclass() {
		ErrorCatalog catalog = open(CatalogEntry.of("io", (it) -> it.status(503).exceptions(IOException.class)),
				CatalogEntry.of("file", (it) -> it.status(404).exceptions(FileNotFoundException.class)));
		assertThat(catalog.findByException(IOException.class)).hasToString("io[503]");
		assertThat(catalog.findByException(FileNotFoundException.class)).hasToString("file[404]");
		assertThat(catalog.findByException(java.nio.file.NoSuchFileException.class)).hasToString("io[503]");
		assertThat(catalog.findByException(IllegalStateException.class)).isNull();
	}

	@Test
	void firstRuleThatAnybodyClaims() {
		ErrorCatalog catalog = open(CatalogEntry.of("size", (it) -> it.status(422).constraints("Size")),
				CatalogEntry.of("prompt", (it) -> it.status(413).constraints("Size.prompt")));
		assertThat(catalog.findByConstraint(List.of("Size.prompt", "Size"))).hasToString("prompt[413]");
		assertThat(catalog.findByConstraint(List.of("Size.name", "Size"))).hasToString("size[422]");
		assertThat(catalog.findByConstraint(List.of("NotNull"))).isNull();
	}

	@Test
	void nearestNames() {
		ErrorCatalog catalog = open(code("order_shipped", 409), code("order_skipped", 409));
		assertThat(catalog.nearest("order_shiped")).containsExactly("order_shipped", "order_skipped");
		assertThat(catalog.nearest("x".repeat(1000))).isEmpty();
	}

	private static StatusDescription description(Consumer<CatalogEntry.Builder> facts) {
		return CatalogEntry.of("any", facts).description(0);
	}

	@Test
	void entryIsOverriddenFieldByField() {
		CatalogEntry base = CatalogEntry.of("busy",
				(it) -> it.status(503, 500)
					.message("Busy.")
					.retryable(true)
					.exitCode(3)
					.at(500, description((broken) -> broken.title("Broken").message("It broke.")))
					.exceptions(IOException.class)
					.replaces("service_unavailable"));
		CatalogEntry entry = base.overriddenBy(CatalogEntry.of("Busy", (it) -> it.retryAfter(Duration.ofSeconds(5))
			.at(500, description((gone) -> gone.message("Gone.").retryable(false)))));
		assertThat(entry).hasToString("Busy[503, 500]");
		assertThat(entry.description(503))
			.isEqualTo(description((it) -> it.message("Busy.").retryable(true).retryAfter(Duration.ofSeconds(5))));
		assertThat(entry.description(500)).isEqualTo(description(
				(it) -> it.title("Broken").message("Gone.").retryable(false).retryAfter(Duration.ofSeconds(5))));
		assertThat(entry.exitCode()).isEqualTo(3);
		assertThat(entry.exceptions()).containsExactly(IOException.class);
		assertThat(entry.replaces()).containsExactly("service_unavailable");
	}

	@Test
	void entryKeepsTheOrderOfItsClaims() {
		StatusDescription none = new StatusDescription(null, null, null, null, null, null, null, null, Map.of());
		CatalogEntry entry = CatalogEntry.of("x",
				(it) -> it.status(400)
					.replaces("z", "a", "m", "z", "b")
					.constraints("Z", "A", "M")
					.at(503, none)
					.at(400, none)
					.at(401, none));
		assertThat(entry.replaces()).containsExactly("z", "a", "m", "b");
		assertThat(entry.constraints()).containsExactly("Z", "A", "M");
		assertThat(entry.at().keySet()).containsExactly(503, 400, 401);
	}

	@Test
	void entryHasCode() {
		assertThatIllegalArgumentException().isThrownBy(() -> CatalogEntry.of(" ", (it) -> it.status(400)))
			.withMessage("'code' must not be empty");
	}

	private static ErrorCatalog open(CatalogEntry... entries) {
		return ErrorCatalog.of(List.of(entries), false);
	}

	private static CatalogEntry code(String code, int status) {
		return CatalogEntry.of(code, (it) -> it.status(status));
	}

	private static CatalogEntry replacing(String code, String standardCode, int status) {
		return CatalogEntry.of(code, (it) -> it.status(status).replaces(standardCode));
	}

	private static String answer(ErrorCatalog catalog, StandardCode code) {
		return answer(catalog, code, code.status());
	}

	private static String answer(ErrorCatalog catalog, StandardCode code, int status) {
		ResolvedCode answer = catalog.resolve(code, status);
		return answer.entry().code() + " " + answer.status();
	}

}
