package dev.errata.error;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * An {@link ErrorTranslator} of Errata's own for the exceptions of a library. Built-in
 * translators are asked after the application's.
 *
 * @since 0.1.0
 * @hidden
 */
@FunctionalInterface
public interface BuiltInErrorTranslator extends ErrorTranslator, Ordered {

	/**
	 * The order of those that say more about an exception than the general rules for the
	 * exceptions of Spring's web frameworks, which wrap some of them.
	 */
	int BEFORE_WEB_FRAMEWORKS = -10;

	/**
	 * Translate an exception for a caller of some language.
	 * @param exception the exception, technical wrappers taken off
	 * @param locale the language of the caller; the root locale if the caller names none
	 * @return the failure, or {@code null} if this translator does not know
	 */
	@Nullable Failure translate(Throwable exception, Locale locale);

	@Override
	default @Nullable Failure translate(Throwable exception) {
		return translate(exception, Locale.ROOT);
	}

	@Override
	default int getOrder() {
		return 0;
	}

}
