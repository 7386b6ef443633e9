package dev.errata.error;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * An {@link ErrorTranslator} for what a library throws, as Errata brings it along. These
 * are asked after the application's own.
 *
 * @since 0.1.0
 */
public interface BuiltInErrorTranslator extends ErrorTranslator {

	/**
	 * Tell what an exception means to a caller of some language.
	 * @param exception the exception, technical wrappers taken off
	 * @param locale the language of the caller; the root locale if the caller names none
	 * @return the failure, or {@code null} if this translator does not know
	 */
	default @Nullable Failure translate(Throwable exception, Locale locale) {
		return translate(exception);
	}

}
