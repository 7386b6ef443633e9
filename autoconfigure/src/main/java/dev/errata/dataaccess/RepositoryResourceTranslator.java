package dev.errata.dataaccess;

import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionException;
import org.springframework.data.repository.support.QueryMethodParameterConversionException;

/**
 * Translates the exceptions of Spring Data REST for an id, a link or a parameter of a
 * query that cannot be converted.
 */
final class RepositoryResourceTranslator implements BuiltInErrorTranslator {

	private static final int THROWN_WITHIN = 30;

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		boolean ofConversion = exception instanceof ConversionException
				|| exception instanceof QueryMethodParameterConversionException;
		return (ofConversion && Boolean.TRUE
			.equals(Causes.findByPlace(exception, THROWN_WITHIN, RepositoryResourceTranslator::isOfResources)))
					? Failure.of(StandardCode.PARAMETER_TYPE) : null;
	}

	/**
	 * Return whether Spring Data REST has asked for the conversion. It has not if the
	 * application comes first, such as a handler of its events, which converts values of
	 * its own.
	 * @return {@code null} if the place does not decide
	 */
	private static @Nullable Boolean isOfResources(StackTraceElement place) {
		String name = place.getClassName();
		if (name.startsWith("org.springframework.data.rest.webmvc.")) {
			return true;
		}
		return (name.startsWith("org.springframework.") || name.startsWith("java.") || name.startsWith("jdk.")) ? null
				: false;
	}

}
