package dev.errata.validation;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import dev.errata.error.InputLocation;
import dev.errata.error.OwnText;
import dev.errata.error.OwnText.Key;
import dev.errata.error.Violation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.InvalidPropertyException;
import org.springframework.core.MethodParameter;
import org.springframework.validation.BindException;
import org.springframework.validation.BindingResult;
import org.springframework.validation.DataBinder;
import org.springframework.validation.method.MethodValidationResult;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.support.WebExchangeBindException;

/**
 * Translates the errors of data binding and of validated handler arguments.
 */
final class BindingTranslator implements BuiltInErrorTranslator {

	private static final int THROWN_WITHIN = 3;

	private static final Set<String> PARTS = Set.of("org.springframework.validation.DataBinder.createIndexedValue",
			"org.springframework.beans.AbstractNestablePropertyAccessor.setDefaultValue");

	/** The classes that look up and create an element such as {@code items[0]}. */
	private static final Set<String> ELEMENTS = Set.of("org.springframework.beans.AbstractNestablePropertyAccessor",
			DataBinder.class.getName());

	private static final int THROWN_BY_ELEMENTS = 4;

	/** How messages begin that are worth a look at the stack trace. */
	private static final List<String> ABOUT_PARTS = List.of("No primary or single unique constructor found for ",
			"Default value must not be null");

	private final ClientPaths documents;

	private final ClientPaths forms = new ClientPaths(ClientPropertyNames.BOUND);

	private final Findings findings;

	private final ConvertedTypes types;

	BindingTranslator(ClientPropertyNames documentNames, Findings findings, ConvertedTypes types) {
		this.documents = new ClientPaths(documentNames);
		this.findings = findings;
		this.types = types;
	}

	@Override
	public int getOrder() {
		return BEFORE_WEB_FRAMEWORKS;
	}

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof MethodArgumentNotValidException invalid) {
			return translate(invalid.getBindingResult(), invalid.getParameter(), locale);
		}
		if (exception instanceof BindException invalid) {
			return translate(invalid.getBindingResult(), null, locale);
		}
		if (exception instanceof WebExchangeBindException invalid) {
			return translate(invalid.getBindingResult(), invalid.getMethodParameter(), locale);
		}
		if (exception instanceof MethodValidationResult invalid) {
			return translate(invalid, locale);
		}
		return isMisnamed(exception) ? misnamed(exception) : null;
	}

	/**
	 * Return whether a request named an impossible property, such as {@code items[99999]}
	 * or {@code items[x]}. The binder lets exceptions through that the application's own
	 * code may throw as well.
	 */
	private static boolean isMisnamed(Throwable exception) {
		if (exception.getClass() == IllegalStateException.class) {
			String message = String.valueOf(exception.getMessage());
			return ABOUT_PARTS.stream().anyMatch(message::startsWith)
					&& Causes.findByPlace(exception, THROWN_WITHIN, BindingTranslator::isOfParts) != null;
		}
		if (exception instanceof UnsupportedOperationException || exception instanceof ClassCastException) {
			// a collection that cannot be changed, or an array of a record
			return Causes.isThrownBy(exception, THROWN_BY_ELEMENTS, ELEMENTS::contains) && isOfBinding(exception);
		}
		return (exception instanceof InvalidPropertyException || exception instanceof IndexOutOfBoundsException
				|| exception instanceof NumberFormatException) && isOfBinding(exception);
	}

	private static boolean isOfBinding(Throwable exception) {
		return Causes.isThrownBy(exception, Integer.MAX_VALUE, DataBinder.class.getName()::equals);
	}

	/**
	 * Return whether the binder tried to create a part of a value that has none, such as
	 * {@code name.x} of a text.
	 * @return {@code null} if this place does not decide
	 */
	private static @Nullable Boolean isOfParts(StackTraceElement place) {
		return PARTS.contains(place.getClassName() + "." + place.getMethodName()) ? true : null;
	}

	private static Failure misnamed(Throwable exception) {
		Failure failure = Failure.of(StandardCode.VALIDATION_FAILED);
		return (exception instanceof InvalidPropertyException invalid) ? OwnText.of(Key.INVALID)
			.addTo(failure, new Violation(invalid.getPropertyName(), StandardCode.FIELD_INVALID.code(), "")
				.in(InputLocation.QUERY)) : failure;
	}

	private Failure translate(BindingResult result, @Nullable MethodParameter parameter, Locale locale) {
		InvalidInputs inputs = inputs(locale);
		inputs.addObject(result, result.getTarget(), parameter);
		return inputs.toFailure();
	}

	private Failure translate(MethodValidationResult result, Locale locale) {
		if (result.isForReturnValue()) {
			return Failure.of(StandardCode.INTERNAL_ERROR);
		}
		InvalidInputs inputs = inputs(locale);
		for (ParameterValidationResult parameter : result.getParameterValidationResults()) {
			if (parameter instanceof ParameterErrors errors) {
				inputs.addElement(errors);
			}
			else {
				inputs.addValue(parameter);
			}
		}
		result.getCrossParameterValidationResults().forEach(inputs::addParameters);
		return inputs.toFailure();
	}

	private InvalidInputs inputs(Locale locale) {
		return new InvalidInputs(this.documents, this.forms, this.findings, this.types, locale);
	}

}
