package dev.errata.validation;

import java.util.Collection;
import java.util.Map;

import dev.errata.catalog.StandardCode;
import org.jspecify.annotations.Nullable;

/**
 * Maps the constraints of Bean Validation to standard codes.
 */
final class ConstraintRules {

	private static final Map<String, StandardCode> CODES = Map.ofEntries(
			Map.entry("NotNull", StandardCode.FIELD_MISSING), Map.entry("NotEmpty", StandardCode.FIELD_EMPTY),
			Map.entry("NotBlank", StandardCode.FIELD_EMPTY), Map.entry("Email", StandardCode.FIELD_FORMAT),
			Map.entry("Pattern", StandardCode.FIELD_FORMAT), Map.entry("Digits", StandardCode.FIELD_FORMAT),
			Map.entry("URL", StandardCode.FIELD_FORMAT), Map.entry("UUID", StandardCode.FIELD_FORMAT),
			Map.entry("CreditCardNumber", StandardCode.FIELD_FORMAT), Map.entry("ISBN", StandardCode.FIELD_FORMAT),
			Map.entry("EAN", StandardCode.FIELD_FORMAT), Map.entry("Min", StandardCode.FIELD_RANGE),
			Map.entry("Max", StandardCode.FIELD_RANGE), Map.entry("Range", StandardCode.FIELD_RANGE),
			Map.entry("DecimalMin", StandardCode.FIELD_RANGE), Map.entry("DecimalMax", StandardCode.FIELD_RANGE),
			Map.entry("Positive", StandardCode.FIELD_RANGE), Map.entry("PositiveOrZero", StandardCode.FIELD_RANGE),
			Map.entry("Negative", StandardCode.FIELD_RANGE), Map.entry("NegativeOrZero", StandardCode.FIELD_RANGE),
			Map.entry("Past", StandardCode.FIELD_RANGE), Map.entry("PastOrPresent", StandardCode.FIELD_RANGE),
			Map.entry("Future", StandardCode.FIELD_RANGE), Map.entry("FutureOrPresent", StandardCode.FIELD_RANGE),
			Map.entry("DurationMin", StandardCode.FIELD_RANGE), Map.entry("DurationMax", StandardCode.FIELD_RANGE),
			Map.entry("Size", StandardCode.FIELD_LENGTH), Map.entry("Length", StandardCode.FIELD_LENGTH),
			Map.entry("CodePointLength", StandardCode.FIELD_LENGTH), Map.entry("Null", StandardCode.FIELD_INVALID),
			Map.entry("AssertTrue", StandardCode.FIELD_INVALID), Map.entry("AssertFalse", StandardCode.FIELD_INVALID),
			Map.entry("UniqueElements", StandardCode.FIELD_INVALID));

	private ConstraintRules() {
	}

	/**
	 * Return whether a rule is a constraint of Jakarta Validation or Hibernate Validator.
	 */
	static boolean isWellKnown(String rule) {
		return CODES.containsKey(rule);
	}

	/**
	 * Return the code of a broken rule. A null value is missing, whatever the rule, and
	 * an empty value that is too short is empty.
	 */
	static StandardCode codeOf(@Nullable String rule, @Nullable Object rejected) {
		if (rejected == null) {
			return StandardCode.FIELD_MISSING;
		}
		StandardCode code = (rule != null) ? CODES.getOrDefault(rule, StandardCode.FIELD_INVALID)
				: StandardCode.FIELD_INVALID;
		return (code == StandardCode.FIELD_LENGTH && isEmpty(rejected)) ? StandardCode.FIELD_EMPTY : code;
	}

	private static boolean isEmpty(Object value) {
		return (value instanceof CharSequence text && text.isEmpty())
				|| (value instanceof Collection<?> collection && collection.isEmpty())
				|| (value instanceof Map<?, ?> map && map.isEmpty())
				|| (value instanceof Object[] array && array.length == 0);
	}

}
