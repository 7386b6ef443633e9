package dev.errata.error;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import dev.errata.catalog.StandardCode;
import dev.errata.template.Template;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * One of Errata's own sentences about a failure: its key and its arguments. It is written
 * when the language of the answer is known. Immutable.
 *
 * @since 0.1.0
 * @hidden
 */
public final class OwnText implements LateText {

	private final String key;

	private final TextVocabulary vocabulary;

	private final List<Object> arguments;

	private OwnText(String key, TextVocabulary vocabulary, List<Object> arguments) {
		this.key = key;
		this.vocabulary = vocabulary;
		this.arguments = arguments;
	}

	/**
	 * Create a text.
	 * @param key the key
	 * @param arguments its arguments in their order: text, numbers, other texts of this
	 * kind, or a list of text for alternatives
	 * @return the text
	 */
	public static OwnText of(Key key, Object... arguments) {
		Assert.isTrue(arguments.length == key.arguments().size(), "Each argument must have a value");
		return (arguments.length == 0) ? key.plain : new OwnText(key.key(), key.vocabulary, List.of(arguments));
	}

	/**
	 * Create the text of a standard code.
	 * @param code the code
	 * @return its message
	 */
	public static OwnText messageOf(StandardCode code) {
		return new OwnText(code.code(), TextVocabulary.EMPTY, List.of());
	}

	@Override
	public @Nullable String write(Locale language, Function<OwnText, @Nullable String> own) {
		return own.apply(this);
	}

	/**
	 * Make this text the sentence about a failure. It is sent if the code has no message
	 * of its author, or one that contains {@code {detail}}.
	 * @param failure the failure
	 * @return the failure
	 */
	public Failure explain(Failure failure) {
		return failure.explanation(this);
	}

	/**
	 * Make this text the sentence about the failure of an exception.
	 * @param exception the exception
	 * @return the exception
	 */
	public ErrorCodeException explain(ErrorCodeException exception) {
		exception.failure().explanation(this);
		return exception;
	}

	static OwnText titleOf(String status) {
		return new OwnText("status." + status, TextVocabulary.EMPTY, List.of());
	}

	/**
	 * Return the key in the files of texts, without the name of this library.
	 */
	String key() {
		return this.key;
	}

	/**
	 * Parse other words for this text.
	 * @throws dev.errata.template.InvalidTemplateException if they are not a valid
	 * template
	 */
	Template<OwnText> parse(String text) {
		return Template.parse(Texts.clean(text), this.vocabulary);
	}

	List<Object> arguments() {
		return this.arguments;
	}

	/**
	 * Return this text with other arguments.
	 */
	OwnText with(List<Object> arguments) {
		return new OwnText(this.key, this.vocabulary, arguments);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof OwnText text && text.key.equals(this.key) && text.arguments.equals(this.arguments);
	}

	@Override
	public int hashCode() {
		return 31 * this.key.hashCode() + this.arguments.hashCode();
	}

	@Override
	public String toString() {
		return this.arguments.isEmpty() ? this.key : this.key + this.arguments;
	}

	/**
	 * A key. Its name in files is {@code text.header-missing} for {@code HEADER_MISSING}.
	 */
	public enum Key {

		/** A field and what is wrong with it. */
		FIELD("field", "message"),
		/** Several alternatives, two at a time. */
		ALTERNATIVES("first", "second"),

		/** A parameter is missing. */
		PARAMETER_MISSING("name"),
		/** A header is missing. */
		HEADER_MISSING("name"),
		/** A cookie is missing. */
		COOKIE_MISSING("name"),
		/** A matrix variable is missing. */
		MATRIX_VARIABLE_MISSING("name"),
		/** A part is missing. */
		PART_MISSING("name"),
		/** A parameter and what is wrong with it. */
		PARAMETER("name", "message"),
		/** A path variable and what is wrong with it. */
		PATH_VARIABLE("name", "message"),
		/** A header and what is wrong with it. */
		HEADER("name", "message"),
		/** A cookie and what is wrong with it. */
		COOKIE("name", "message"),
		/** A matrix variable and what is wrong with it. */
		MATRIX_VARIABLE("name", "message"),
		/** A part and what is wrong with it. */
		PART("name", "message"),
		/** What is wrong with the body as a whole. */
		BODY("message"),

		/** The method is not supported. */
		METHOD_NOT_SUPPORTED("method"),
		/** The method is not supported, but others are. */
		METHOD_NOT_SUPPORTED_USE("method", "methods"),
		/** The content type is not supported. */
		CONTENT_TYPE_NOT_SUPPORTED("type"),
		/** The content type is not supported, but others are. */
		CONTENT_TYPE_NOT_SUPPORTED_SEND("type", "types"),
		/** A content type that could not be read is not supported. */
		CONTENT_TYPE_UNKNOWN,
		/** A content type that could not be read is not supported, but others are. */
		CONTENT_TYPE_UNKNOWN_SEND("types"),
		/** The media types of the answer. */
		NOT_ACCEPTABLE("types"),
		/** The body is not JSON. */
		JSON_MALFORMED,
		/** The body is not JSON, and the place is known. */
		JSON_MALFORMED_AT("line", "column"),
		/** More text follows the document. */
		JSON_TRAILING,

		// what is wrong with an input, to be read behind its name

		/** An input is missing. */
		MISSING,
		/** An input breaks some rule. */
		INVALID,
		/** A field is unknown. */
		UNKNOWN,
		/** A number is out of range. */
		OUT_OF_RANGE,
		/** A value has the wrong type. */
		WRONG_TYPE,
		/** A value is none of the allowed ones. */
		NOT_ALLOWED,
		/** The allowed values. */
		ONE_OF("values"),
		/** The type is a whole number. */
		WHOLE_NUMBER,
		/** The type is a number. */
		NUMBER,
		/** The type is a boolean. */
		BOOLEAN,
		/** The type is a UUID. */
		UUID,
		/** The type is a URI. */
		URI,
		/** The type is a string. */
		STRING,
		/** The type is a list. */
		LIST,
		/** The type is an object. */
		OBJECT,
		/** The type is a date. */
		DATE,
		/** The type is a date, with an example. */
		DATE_SUCH_AS("example"),
		/** The type is a time. */
		TIME,
		/** The type is a time, with an example. */
		TIME_SUCH_AS("example"),
		/** The type is a date and time. */
		DATE_TIME,
		/** The type is a date and time, with an example. */
		DATE_TIME_SUCH_AS("example"),
		/** The type is a date and time in ISO 8601. */
		DATE_TIME_ISO,
		/** The type is a month. */
		MONTH,
		/** The type is a month, with an example. */
		MONTH_SUCH_AS("example"),
		/** The type is a year. */
		YEAR,
		/** The type is a year, with an example. */
		YEAR_SUCH_AS("example"),
		/** The type is a duration. */
		DURATION,
		/** The type is a duration, with an example. */
		DURATION_SUCH_AS("example"),
		/** The type is a period. */
		PERIOD,
		/** The type is a period, with an example. */
		PERIOD_SUCH_AS("example"),
		/** Sorting is by properties that exist. */
		SORTABLE;

		private final String key;

		private final TextVocabulary vocabulary;

		private final OwnText plain;

		Key(String... arguments) {
			this.key = "text." + name().toLowerCase(Locale.ROOT).replace('_', '-');
			this.vocabulary = new TextVocabulary(Arrays.asList(arguments));
			this.plain = new OwnText(this.key, this.vocabulary, List.of());
		}

		String key() {
			return this.key;
		}

		/**
		 * Return the names of the arguments.
		 */
		List<String> arguments() {
			return this.vocabulary.names();
		}

	}

}
