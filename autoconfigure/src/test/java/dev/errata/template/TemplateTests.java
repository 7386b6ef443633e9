package dev.errata.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Template}.
 */
class TemplateTests {

	private static final Vocabulary<Map<String, Object>> VOCABULARY = Vocabulary.of(
			(name, names) -> names.stream().filter((other) -> other.equalsIgnoreCase(name)).toList(),
			Word.always("name", BasicKind.TEXT, (source) -> source.get("name")),
			Word.always("size", BasicKind.NUMBER, (source) -> source.get("size")),
			Word.optional("note", BasicKind.TEXT, (source) -> source.get("note")), new ListWord("list"));

	private static final Map<String, Object> SOURCE = Map.of("name", "a", "size", 7);

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			plain;plain
			{name};a
			{ size };7
			{name}/{size};a/7
			{note|name};a
			{note:none};none
			{note:};``
			{note:a|b: c};a|b: c
			see {note|size};see 7
			{{name}} {{{name}}};{name} {a}
			} a };} a }
			""")
	void filled(String text, String filled) {
		assertThat(Template.parse(text, VOCABULARY).fill(SOURCE)).isEqualTo(filled);
		assertThat(Template.parseHeader("X-A", text, VOCABULARY).fill(SOURCE)).isEqualTo(filled);
	}

	@Test
	void singlePlaceholderKeepsItsType() {
		assertThat(Template.parse("{size}", VOCABULARY).value(SOURCE)).isEqualTo(7);
		assertThat(Template.parse("{note|size:0}", VOCABULARY).value(SOURCE)).isEqualTo(7);
		assertThat(Template.parse("{size}!", VOCABULARY).value(SOURCE)).isEqualTo("7!");
		assertThat(Template.parse("{note}", VOCABULARY).value(SOURCE)).isNull();
	}

	@Test
	void headerIsAbsentAsAWhole() {
		assertThat(Template.parseHeader("X-A", "{name}: {note}", VOCABULARY).fill(SOURCE)).isNull();
		assertThat(Template.parseHeader("X-A", "{name}: {note:none}", VOCABULARY).fill(SOURCE)).isEqualTo("a: none");
		// what an object should always have counts as empty where it does not
		assertThat(Template.parseHeader("X-A", "{name}: {size}", VOCABULARY).fill(Map.of("name", "a")))
			.isEqualTo("a: ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "X A", "X:", "X\r\nY", "Ü", "a/b" })
	void headerNameThatIsNoToken(String name) {
		assertThatExceptionOfType(InvalidTemplateException.class)
			.isThrownBy(() -> Template.parseHeader(name, "x", VOCABULARY))
			.withMessage("This is not the name of an HTTP header.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '@', quoteCharacter = '`',
			textBlock = """
					{nope}@There is no placeholder {nope}; there are {name}, {size}, {note} and {list}.@Write one of them, or '{{' for a brace.
					{}@There is no placeholder {}; there are {name}, {size}, {note} and {list}.@Write one of them, or '{{' for a brace.
					{Name}@There is no placeholder {Name}.@Did you mean {name}? Write '{{' for a brace.
					a {name|size@The placeholder that starts at '{name|size' does not end.@Add a '}' behind its name, or write '{{' for a brace.
					at {note}@{note} can be absent; inside a longer text it needs a default: {note:some text}.@Add the default, or make it an optional part: {?{note}}.
					{list}@{list} is a list or an object, which cannot be part of a text.@Use it only in an envelope, alone in its quotes: "{list}".
					""")
	void textThatCannotBeFilled(String text, String message, String action) {
		assertThatExceptionOfType(InvalidTemplateException.class).isThrownBy(() -> Template.parse(text, VOCABULARY))
			.withMessage(message)
			.satisfies((ex) -> assertThat(ex.action()).isEqualTo(action));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
			{name};b;[name]=b
			{name|size};b;[name, size]=b
			({name}) {size};(b) 5;[name]=b,[size]=5
			{name}{size};b5;[name]=,[size]=b5
			{note:none};none;``
			{note:none};some;[note]=some
			{size:none};none;[size]=none
			no {note:none};no none;``
			({name});b;
			({name});(b;
			""")
	void readBack(String text, String value, String read) {
		List<String> values = new ArrayList<>();
		boolean matches = Template.parse(text, VOCABULARY)
			.read(value, (candidates, sure) -> values
				.add(candidates.stream().map(Reading.Candidate::name).toList() + "=" + candidates.get(0).value()));
		assertThat(matches ? String.join(",", values) : null).isEqualTo(read);
	}

	@Test
	void valueOfAnotherTypeIsNotRead() {
		Template<?> template = Template.parse("{name}", VOCABULARY);
		assertThat(template.read(List.of(), (candidates, sure) -> {
			throw new IllegalStateException();
		})).isFalse();
		assertThat(Template.parse("({name})", VOCABULARY).read(5, (candidates, sure) -> {
			throw new IllegalStateException();
		})).isFalse();
	}

	private record ListWord(String name) implements Word<Map<String, Object>> {

		@Override
		public Kind kind() {
			return BasicKind.LIST;
		}

		@Override
		public boolean always() {
			return false;
		}

		@Override
		public Object value(Map<String, Object> source) {
			return source.get(this.name);
		}

		@Override
		public boolean accepts(Object value) {
			return value instanceof List;
		}

	}

}
