package dev.errata.error;

import java.util.Locale;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A text that is written when the language of the answer is known.
 *
 * @since 0.1.0
 * @hidden
 */
@FunctionalInterface
public interface LateText {

	/**
	 * Write the text.
	 * @param language the language of the answer
	 * @param own writes one of Errata's own texts in this language; returns {@code null}
	 * if there is no such text
	 * @return the text, or {@code null} if there is none
	 */
	@Nullable String write(Locale language, Function<OwnText, @Nullable String> own);

	/**
	 * Add an invalid input that the platform has found, and of which this text is the
	 * message. {@link InputLocation#QUERY} stands for fields of a form, too, which
	 * handlers read as they read parameters.
	 * @param failure the failure
	 * @param violation the violation, with the message that is sent if this text cannot
	 * be written
	 * @return the failure
	 */
	default Failure addTo(Failure failure, Violation violation) {
		return failure.violation(new InvalidInput(violation, this));
	}

}
