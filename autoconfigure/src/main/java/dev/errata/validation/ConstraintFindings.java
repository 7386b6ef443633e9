package dev.errata.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

import dev.errata.error.Texts;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Path;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.metadata.ConstraintDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.ParameterValidationResult;

/**
 * Finds the details of Bean Validation's errors. The validator writes messages in the
 * language of the system where the caller names none; these are interpolated once more,
 * in the root locale.
 */
final class ConstraintFindings implements Findings {

	private final Supplier<@Nullable ValidatorFactory> factory;

	/**
	 * Create an instance.
	 * @param factory the application's validation, whose words are used
	 */
	ConstraintFindings(Supplier<@Nullable ValidatorFactory> factory) {
		this.factory = factory;
	}

	@Override
	public @Nullable Finding find(MessageSourceResolvable error, @Nullable ParameterValidationResult parameter) {
		ConstraintViolation<?> violation = violation(error, parameter);
		return (violation != null) ? find(violation) : null;
	}

	/**
	 * Return the details of a violation.
	 */
	static Finding find(ConstraintViolation<?> violation) {
		Object bean = violation.getLeafBean();
		return new Finding(steps(violation.getPropertyPath()), (bean != null) ? bean.getClass() : null,
				violation.getInvalidValue());
	}

	private static List<PathStep> steps(Path path) {
		List<PathStep> steps = new ArrayList<>();
		for (Path.Node node : path) {
			if (node.isInIterable()) {
				Object key = (node.getIndex() != null) ? node.getIndex() : node.getKey();
				steps.add(PathStep.element(Objects.requireNonNullElse(Texts.of(key), "")));
			}
			if (node.getKind() == ElementKind.PROPERTY && node.getName() != null) {
				steps.add(PathStep.property(node.getName()));
			}
		}
		return steps;
	}

	@Override
	public @Nullable String sentence(MessageSourceResolvable error, @Nullable ParameterValidationResult parameter,
			Locale locale) {
		ConstraintViolation<?> violation = isAsFound(locale) ? null : violation(error, parameter);
		return (violation != null) ? sentence(violation, locale) : error.getDefaultMessage();
	}

	private static @Nullable ConstraintViolation<?> violation(MessageSourceResolvable error,
			@Nullable ParameterValidationResult parameter) {
		if (error instanceof ObjectError found) {
			return found.contains(ConstraintViolation.class) ? found.unwrap(ConstraintViolation.class) : null;
		}
		try {
			return (parameter != null) ? parameter.unwrap(error, ConstraintViolation.class) : null;
		}
		catch (RuntimeException ex) {
			// of another validator
			return null;
		}
	}

	/**
	 * Return the sentence about a violation.
	 */
	@Nullable String sentence(ConstraintViolation<?> violation, Locale locale) {
		ConstraintDescriptor<?> descriptor = violation.getConstraintDescriptor();
		if (isAsFound(locale) || descriptor == null
				|| !descriptor.getMessageTemplate().equals(violation.getMessageTemplate())) {
			// a template of the validator's own may need what only the validator knows
			return violation.getMessage();
		}
		try {
			ValidatorFactory available = this.factory.get();
			return (available != null) ? available.getMessageInterpolator()
				.interpolate(violation.getMessageTemplate(), new Context(descriptor, violation.getInvalidValue()),
						locale)
					: violation.getMessage();
		}
		catch (RuntimeException ex) {
			return violation.getMessage();
		}
	}

	/**
	 * Return whether sentences are in the right language already: the caller has named
	 * it, or the system speaks as the texts without a language do.
	 */
	private static boolean isAsFound(Locale locale) {
		String system = Locale.getDefault().getLanguage();
		return !locale.equals(Locale.ROOT) || system.isEmpty() || system.equals(Locale.ENGLISH.getLanguage());
	}

	private record Context(ConstraintDescriptor<?> descriptor,
			@Nullable Object value) implements MessageInterpolator.Context {

		@Override
		public ConstraintDescriptor<?> getConstraintDescriptor() {
			return this.descriptor;
		}

		@Override
		@SuppressWarnings("NullAway")
		public Object getValidatedValue() {
			return this.value;
		}

		@Override
		public <T> T unwrap(Class<T> type) {
			return type.cast(this);
		}

	}

}
