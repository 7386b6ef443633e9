package dev.errata.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

import dev.errata.error.LateText;
import dev.errata.error.Texts;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Path;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.metadata.ConstraintDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.ParameterValidationResult;

/**
 * Finds the details of the errors of Bean Validation. The validator interpolates messages
 * in the language of the caller, or in that of the system if the caller names none. A
 * message that is not in the language of the answer is interpolated once more.
 */
final class ConstraintFindings implements Findings {

	private final Supplier<@Nullable ValidatorFactory> factory;

	/**
	 * Create an instance.
	 * @param factory supplies the factory of the application's validator, whose messages
	 * are used
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
	public LateText message(MessageSourceResolvable error, @Nullable ParameterValidationResult parameter,
			Locale locale) {
		ConstraintViolation<?> violation = violation(error, parameter);
		return (violation != null) ? message(violation, locale) : NONE.message(error, parameter, locale);
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
			// found by another validator
			return null;
		}
	}

	/**
	 * Return the message of a violation.
	 * @param locale the language of the caller, in which it was found
	 */
	LateText message(ConstraintViolation<?> violation, Locale locale) {
		// the container has a language for callers who name none
		Locale found = locale.equals(Locale.ROOT) ? LocaleContextHolder.getLocale() : locale;
		return (language, own) -> message(violation, found, language);
	}

	private @Nullable String message(ConstraintViolation<?> violation, Locale found, Locale language) {
		String message = violation.getMessage();
		ConstraintDescriptor<?> descriptor = violation.getConstraintDescriptor();
		boolean same = languageOf(found).equals(languageOf(language));
		if ((same && isOfSystem(language)) || descriptor == null
				|| !descriptor.getMessageTemplate().equals(violation.getMessageTemplate())) {
			// a template of the validator's own may need what only the validator knows
			return message;
		}
		try {
			ValidatorFactory available = this.factory.get();
			if (available == null) {
				return message;
			}
			MessageInterpolator interpolator = available.getMessageInterpolator();
			Context context = new Context(descriptor, violation.getInvalidValue());
			String template = violation.getMessageTemplate();
			if (!same && isEnglish(language)) {
				return interpolator.interpolate(template, context, Locale.ROOT);
			}
			if (!same) {
				message = interpolator.interpolate(template, context, language);
			}
			// resource bundles without the language fall back to that of the system
			return (!isOfSystem(language) && message.equals(interpolator.interpolate(template, context, system())))
					? interpolator.interpolate(template, context, Locale.ROOT) : message;
		}
		catch (RuntimeException ex) {
			return message;
		}
	}

	/**
	 * Return whether resource bundles may fall back to the language of the system: it is
	 * the language of the answer, or English, which texts without a language are in.
	 */
	private static boolean isOfSystem(Locale language) {
		return isEnglish(system()) || languageOf(system()).equals(languageOf(language));
	}

	private static Locale system() {
		return Locale.getDefault();
	}

	private static boolean isEnglish(Locale locale) {
		return languageOf(locale).equals(Locale.ENGLISH.getLanguage());
	}

	private static String languageOf(Locale locale) {
		return locale.getLanguage().isEmpty() ? Locale.ENGLISH.getLanguage() : locale.getLanguage();
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
