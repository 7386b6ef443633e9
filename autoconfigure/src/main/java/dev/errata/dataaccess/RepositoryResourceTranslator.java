package dev.errata.dataaccess;

import java.util.List;
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

	private static final List<String> RESOURCES = List.of("org.springframework.data.rest.webmvc.");

	private static final List<String> PLATFORM = List.of("org.springframework.", "java.", "jdk.");

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		boolean ofConversion = exception instanceof ConversionException
				|| exception instanceof QueryMethodParameterConversionException;
		// not a conversion of the application itself, as in a handler of events
		return (ofConversion && Causes.isThrownFor(exception, THROWN_WITHIN, RESOURCES, PLATFORM))
				? Failure.of(StandardCode.PARAMETER_TYPE) : null;
	}

}
