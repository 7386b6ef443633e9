package dev.errata.error;

import java.util.Locale;
import java.util.function.Function;

import dev.errata.error.OwnText.Key;
import org.jspecify.annotations.Nullable;

/**
 * An invalid input whose message is written when the language of the answer is known.
 *
 * @param violation the violation
 * @param message the message, or {@code null} for that of a violation that the
 * application has found
 */
record InvalidInput(Violation violation, @Nullable LateText message) {

	/**
	 * Return the message.
	 */
	String message(Locale language, Function<OwnText, @Nullable String> own) {
		String written = (this.message != null) ? this.message.write(language, own) : null;
		if (written == null || written.isBlank()) {
			written = this.violation.message();
		}
		if (written.isBlank() && this.message != null) {
			String invalid = own.apply(OwnText.of(Key.INVALID));
			written = (invalid != null) ? invalid : written;
		}
		return Texts.clean(written);
	}

	/**
	 * Return the part of the request. A handler reads parameters of the query and fields
	 * of a form alike, so that only the request knows them apart.
	 */
	@Nullable InputLocation in(ErrorRequest request) {
		InputLocation in = this.violation.in();
		boolean form = this.message != null && in == InputLocation.QUERY && request.form().test(this.violation.field());
		return form ? InputLocation.FORM : in;
	}

}
