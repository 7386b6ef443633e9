package dev.errata.validation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.Failure;
import dev.errata.error.Violation;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.ParameterValidationResult;

/**
 * Collects the violations of one failure and puts them in an order that is the same every
 * time: parameters and fields as they are declared, for one field the plainer rule first.
 */
final class InvalidInputs {

	private static final Comparator<Found> ORDER = Comparator.comparing(Found::order)
		.thenComparing(Found::code)
		.thenComparing((found) -> found.violation().message());

	static final String LAST = "99999";

	private static final int WIDTH = 10;

	private final List<Found> found = new ArrayList<>();

	private final Sentences sentences;

	private final Locale locale;

	InvalidInputs(Sentences sentences, Locale locale) {
		this.sentences = sentences;
		this.locale = locale;
	}

	/**
	 * Add what is wrong with the fields of an object.
	 * @param element where the object stands in a list or map, or an empty string
	 * @param errors the errors
	 * @param type the type of the object
	 * @param paths tells the client's names
	 */
	void addObject(String order, String element, Errors errors, ResolvableType type, ClientPaths paths) {
		for (ObjectError error : errors.getAllErrors()) {
			if (error instanceof FieldError fieldError) {
				addField(order, element, fieldError, errors, type, paths);
			}
			else {
				add(order, element, error.getCode(), error.getCodes(), StandardCode.FIELD_INVALID,
						this.sentences.of(error, null, this.locale));
			}
		}
	}

	private void addField(String order, String element, FieldError error, Errors errors, ResolvableType type,
			ClientPaths paths) {
		ClientPaths.ClientPath path = paths.translate(type, error.getField());
		String name = element.isEmpty() ? path.path() : element + "." + path.path();
		if (error.isBindingFailure()) {
			Class<?> fieldType = fieldType(errors, error.getField());
			boolean missing = "required".equals(error.getCode()) || error.getRejectedValue() == null;
			add(order + path.order(), name, error.getCode(), error.getCodes(),
					missing ? StandardCode.FIELD_MISSING : TypeWords.codeOf(fieldType),
					missing ? "is missing" : TypeWords.mustBe(fieldType));
			return;
		}
		add(order + path.order(), name, error.getCode(), error.getCodes(),
				ConstraintRules.codeOf(error.getCode(), error.getRejectedValue()),
				this.sentences.of(error, null, this.locale));
	}

	private static @Nullable Class<?> fieldType(Errors errors, String field) {
		try {
			return errors.getFieldType(field);
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Add what is wrong with a parameter of a handler.
	 * @param name the client's name of the parameter
	 */
	void addParameter(ParameterValidationResult result, String name) {
		MethodParameter parameter = result.getMethodParameter();
		Integer index = result.getContainerIndex();
		Object key = result.getContainerKey();
		String path = (index != null) ? name + "[" + index + "]" : (key != null) ? name + "[" + key + "]" : name;
		for (MessageSourceResolvable error : result.getResolvableErrors()) {
			String rule = ruleOf(error);
			add(orderOf(parameter.getParameterIndex()), path, rule, error.getCodes(),
					ConstraintRules.codeOf(rule, result.getArgument()), this.sentences.of(error, result, this.locale));
		}
	}

	/**
	 * Add what is wrong with a value found by bean validation itself.
	 */
	void add(String order, String path, @Nullable String rule, String @Nullable [] messageCodes, StandardCode code,
			@Nullable String message) {
		String text = (message != null && !message.isBlank()) ? message : "is not valid";
		this.found.add(new Found(order, code,
				new Violation(path, code.code(), text, ConstraintRules.names(rule, path, messageCodes))));
	}

	/**
	 * Return a text that sorts as its number counts.
	 */
	static String orderOf(int number) {
		String digits = Integer.toString(number);
		return "0".repeat(Math.max(0, WIDTH - digits.length())) + digits;
	}

	/**
	 * Return the last of the codes of an error, which is the plain name of its rule.
	 */
	static @Nullable String ruleOf(MessageSourceResolvable error) {
		String[] codes = error.getCodes();
		return (codes != null && codes.length > 0) ? codes[codes.length - 1] : null;
	}

	Failure toFailure() {
		Failure failure = Failure.of(StandardCode.VALIDATION_FAILED);
		this.found.sort(ORDER);
		this.found.forEach((each) -> failure.violation(each.violation()));
		return failure;
	}

	private record Found(String order, StandardCode code, Violation violation) {
	}

}
