package dev.errata.validation;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.validation.method.ParameterValidationResult;

/**
 * Tells what is wrong with an input in a caller's language.
 */
@FunctionalInterface
interface Sentences {

	/** The sentences as they were found. */
	Sentences AS_FOUND = (error, parameter, locale) -> error.getDefaultMessage();

	/**
	 * Return the sentence about an error.
	 * @param error the error
	 * @param parameter the parameter that it is about, or {@code null} if it is about a
	 * field or an object
	 * @param locale the language of the caller
	 * @return the sentence, or {@code null} if there is none
	 */
	@Nullable String of(MessageSourceResolvable error, @Nullable ParameterValidationResult parameter, Locale locale);

}
