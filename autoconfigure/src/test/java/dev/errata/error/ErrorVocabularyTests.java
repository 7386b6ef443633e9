package dev.errata.error;

import java.util.List;
import java.util.Map;

import dev.errata.catalog.CatalogEntry;
import dev.errata.template.Template;
import dev.errata.template.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ErrorVocabulary}.
 */
class ErrorVocabularyTests {

	private final ApiError error = TestErrors.compose(
			Failure.of("busy").detail("Come back.").with("queue", 3).with("name", "Ann"),
			CatalogEntry.of("busy", (entry) -> entry.status(503).family("load").title("Busy")));

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "plain text|plain text", "{code}|busy", "{ code }|busy", "{family}/{status}|load/503",
					"{title}: {message}|Busy: Come back.", "{detail}|Come back.", "{request-id}|req-1",
					"{method} {instance}|POST /orders/7", "{timestamp}|2026-11-01T10:00:00Z", "{contract}|default",
					"{type}|/shop/errors/default/busy", "{details.queue:0} of {details.name:nobody}|3 of Ann",
					"{docs:none}|none", "{docs:}|``", "{{code}}|{code}", "{{{code}}}|{busy}", "}|}", "a } b|a } b" })
	void filled(String text, String filled) {
		assertThat(parse(text).fill(this.error)).isEqualTo(filled);
	}

	@Test
	void firstValueThatIsPresent() {
		assertThat(parse("{docs|code}").fill(this.error)).isEqualTo("busy");
		assertThat(parse("{detail|code}").fill(this.error)).isEqualTo("Come back.");
		assertThat(parse("{docs|trace-id:neither}").fill(this.error)).isEqualTo("neither");
		assertThat(parse("see {docs|code}").fill(this.error)).isEqualTo("see busy");
	}

	@Test
	void defaultMayHoldAnything() {
		assertThat(parse("{docs:see a: b|c}").fill(this.error)).isEqualTo("see a: b|c");
	}

	@Test
	void valueThatIsAbsentAndAlone() {
		assertThat(parse("{docs}").fill(this.error)).isNull();
		assertThat(parse("{details.nothing}").fill(this.error)).isNull();
	}

	@Test
	void singlePlaceholderKeepsItsType() {
		assertThat(parse("{status}").isSingle()).isTrue();
		assertThat(parse("{status}").value(this.error)).isEqualTo(503);
		assertThat(parse("{details}").value(this.error)).isEqualTo(Map.of("queue", 3, "name", "Ann"));
		assertThat(parse("{details.queue}").value(this.error)).isEqualTo(3);
		assertThat(parse("{violations}").value(this.error)).isNull();
		assertThat(parse("is {status}").isSingle()).isFalse();
	}

	@Test
	void constantText() {
		assertThat(parse("").constant()).isEmpty();
		assertThat(parse("a {{b}}").constant()).isEqualTo("a {b}");
		assertThat(parse("{code}").constant()).isNull();
	}

	@Test
	void argumentStandsBeforeAttribute() {
		Sentence sentence = new Sentence(this.error, Map.of("queue", 7, "other", "x"), "Busy", null);
		assertThat(Template.parse("{details.queue:0} {details.other:?}", ErrorVocabulary.MESSAGE).fill(sentence))
			.isEqualTo("7 x");
	}

	@Test
	void firstSentenceAboutEachField() {
		ApiError invalid = TestErrors.compose(Failure.of("validation_failed")
			.violation(new Violation("name", "field_empty", "is empty"))
			.violation(new Violation("name", "field_length", "is short"))
			.violation(new Violation("age", "field_range", "is low")));
		assertThat(parse("{violations-by-field}").value(invalid)).hasToString("{name=is empty, age=is low}");
		assertThat(parse("{violations}").value(invalid)).isEqualTo(new ErrorElement.Elements(
				invalid.violations().stream().map((violation) -> new ErrorElement(invalid, violation)).toList()));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "{x}|There is no placeholder {x}; there are {code},",
			"{}|There is no placeholder {};", "{details.}|There is no placeholder {details.}.",
			"{Code}|There is no placeholder {Code}.", "a {code|The placeholder that starts at '{code' does not end.",
			"at {docs}|{docs} can be absent; inside a longer text it needs a default: {docs:some text}.",
			"at {details.x}|{details.x} can be absent;", "all {violations:none}|{violations} is a list or an object",
			"all {violations-by-field:none}|{violations-by-field} is a list or an object",
			"all {details:none}|{details} is a list or an object" })
	void textThatCannotBeFilled(String text, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> parse(text)).withMessageStartingWith(message);
	}

	@Test
	void placeholdersThatWouldGoRound() {
		for (Vocabulary<Sentence> vocabulary : List.of(ErrorVocabulary.TITLE, ErrorVocabulary.DETAIL,
				ErrorVocabulary.MESSAGE)) {
			assertThatIllegalArgumentException().isThrownBy(() -> Template.parse("{message}", vocabulary));
		}
		assertThatIllegalArgumentException().isThrownBy(() -> Template.parse("{detail}", ErrorVocabulary.DETAIL))
			.withMessage("{detail} cannot be used in a detail.");
		assertThatIllegalArgumentException().isThrownBy(() -> Template.parse("{title}", ErrorVocabulary.TITLE))
			.withMessage("{title} cannot be used in a title.");
	}

	@Test
	void structureStandsInEnvelopesAlone() {
		assertThatIllegalArgumentException().isThrownBy(() -> Template.parse("{details}", ErrorVocabulary.HEADER));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Template.parseHeader("X", "{details}", ErrorVocabulary.HEADER));
		assertThat(Template.parse("{violations-by-field|details}", ErrorVocabulary.envelope(null)).isSingle()).isTrue();
	}

	private static Template<ApiError> parse(String text) {
		return Template.parse(text, ErrorVocabulary.envelope(null));
	}

}
