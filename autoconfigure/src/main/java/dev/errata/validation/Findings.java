package dev.errata.validation;

import java.util.List;
import java.util.Locale;

import dev.errata.error.LateText;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.validation.method.ParameterValidationResult;

/**
 * Finds the details of an error that its validator knows, beyond those that Spring passes
 * on.
 */
interface Findings {

	/** No details beyond Spring's. */
	Findings NONE = new Findings() {

		@Override
		public @Nullable Finding find(MessageSourceResolvable error, @Nullable ParameterValidationResult parameter) {
			return null;
		}

		@Override
		public LateText message(MessageSourceResolvable error, @Nullable ParameterValidationResult parameter,
				Locale locale) {
			return (language, own) -> error.getDefaultMessage();
		}

	};

	/**
	 * Return the details of an error.
	 * @param error the error
	 * @param parameter the parameter that it is about, or {@code null} if it is about a
	 * field or an object
	 * @return the finding, or {@code null} if there is none
	 */
	@Nullable Finding find(MessageSourceResolvable error, @Nullable ParameterValidationResult parameter);

	/**
	 * Return the message of an error.
	 * @param error the error
	 * @param parameter the parameter that it is about, or {@code null} if it is about a
	 * field or an object
	 * @param locale the language of the caller, in which the error was found
	 * @return the message
	 */
	LateText message(MessageSourceResolvable error, @Nullable ParameterValidationResult parameter, Locale locale);

	/**
	 * An error as its validator has found it.
	 *
	 * @param steps the way to the invalid value, from the parameter if it is below one
	 * @param owner the class that the last property on the way is of
	 * @param value the invalid value
	 */
	record Finding(List<PathStep> steps, @Nullable Class<?> owner, @Nullable Object value) {
	}

}
