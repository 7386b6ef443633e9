package dev.errata.template;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A form in which a value is written, named behind {@code as} in a placeholder.
 *
 * @param name the name of the form
 * @param result the kind of the values that it writes
 * @param total whether every value can be written in this form
 * @param write converts a value, or returns {@code null} if it cannot be written in this
 * form
 * @param read converts back, to what is written without a form, or returns {@code null}
 * for something that is not of this form
 * @since 0.1.0
 * @hidden
 */
public record Form(String name, Kind result, boolean total, Function<Object, @Nullable Object> write,
		Function<Object, @Nullable Object> read) {

	/** A text, whatever the value is. */
	public static final Form TEXT = new Form("text", BasicKind.TEXT, true, TextForms::text, (value) -> value);

	/** A quoted string of HTTP headers, with its quotes. */
	public static final Form QUOTED_STRING = new Form("quoted-string", BasicKind.TEXT, true, TextForms::quoted,
			TextForms::unquoted);

	/** A text that can be a part of a URI. */
	public static final Form URI_COMPONENT = new Form("uri-component", BasicKind.TEXT, true, TextForms::encoded,
			TextForms::decoded);

	/** A number, if the text is one. */
	public static final Form NUMBER = new Form("number", BasicKind.NUMBER, false, TextForms::number, TextForms::text);

	/** Words in capitals, with underscores between them. */
	public static final Form UPPER_SNAKE = new Form("upper-snake", BasicKind.TEXT, true, TextForms::upperSnake,
			(value) -> value);

	/** Seconds with an {@code s} behind them. */
	public static final Form DURATION = new Form("duration", BasicKind.TEXT, false, TextForms::duration,
			TextForms::seconds);

	/** The forms of every text, number and boolean. */
	public static final List<Form> OF_SCALAR = List.of(TEXT, QUOTED_STRING, URI_COMPONENT);

	/** The forms of texts. */
	public static final List<Form> OF_TEXT = List.of(TEXT, QUOTED_STRING, URI_COMPONENT, NUMBER, UPPER_SNAKE);

	/** The forms of numbers. */
	public static final List<Form> OF_NUMBER = List.of(TEXT, QUOTED_STRING, URI_COMPONENT, DURATION);

}
