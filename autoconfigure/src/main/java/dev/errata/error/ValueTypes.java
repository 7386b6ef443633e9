package dev.errata.error;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

import dev.errata.catalog.CatalogRules;
import org.jspecify.annotations.Nullable;

/**
 * The types that the values of placeholders have when they are read back.
 */
final class ValueTypes {

	private ValueTypes() {
	}

	/**
	 * Return a value in the type of its placeholder, or {@code null} if it does not fit.
	 */
	static @Nullable Object typed(Placeholder placeholder, Object value) {
		return switch (placeholder) {
			case CODE -> {
				String code = text(value);
				yield (code != null && CatalogRules.isCode(code)) ? code : null;
			}
			case STATUS -> status(value);
			case RETRYABLE -> (value instanceof Boolean) ? value
					: "true".equals(value) ? Boolean.TRUE : "false".equals(value) ? Boolean.FALSE : null;
			case RETRY_AFTER -> seconds(value);
			case VIOLATIONS_MORE -> number(value);
			case VIOLATIONS, ERRORS -> (value instanceof List<?> list && isViolations(list)) ? list : null;
			case VIOLATIONS_BY_FIELD -> (value instanceof Map<?, ?> map && isTexts(map)) ? map : null;
			case DETAILS, EXTENSIONS -> (value instanceof Map<?, ?>) ? value : null;
			case VIOLATION_FIELD -> (value instanceof Violation) ? value : text(value);
			case VIOLATION_IN -> InputLocation.find(String.valueOf(value));
			default -> text(value);
		};
	}

	private static boolean isViolations(List<?> list) {
		return !list.isEmpty() && list.stream().allMatch(Violation.class::isInstance);
	}

	private static boolean isTexts(Map<?, ?> map) {
		return !map.isEmpty() && map.values()
			.stream()
			.allMatch((value) -> value instanceof String
					|| value instanceof List<?> list && list.stream().allMatch(String.class::isInstance));
	}

	private static @Nullable String text(Object value) {
		if (!(value instanceof String || value instanceof Number || value instanceof Boolean)) {
			return null;
		}
		String text = Texts.clean(value.toString()).strip();
		return text.isEmpty() ? null : text;
	}

	private static @Nullable Integer status(Object value) {
		BigDecimal number = number(value);
		if (number == null || number.compareTo(BigDecimal.valueOf(100)) < 0
				|| number.compareTo(BigDecimal.valueOf(1000)) >= 0) {
			return null;
		}
		return number.intValue();
	}

	private static @Nullable Long seconds(Object value) {
		BigDecimal number = number(value);
		if (number == null || number.signum() < 0
				|| number.compareTo(BigDecimal.valueOf(RetryAfter.LONGEST.toSeconds())) > 0) {
			return null;
		}
		return number.setScale(0, RoundingMode.CEILING).longValue();
	}

	private static @Nullable BigDecimal number(Object value) {
		if (!(value instanceof Number) && !(value instanceof String text && text.length() <= 20)) {
			return null;
		}
		try {
			BigDecimal number = new BigDecimal(value.toString().strip());
			// a number with an enormous scale would be written out in full
			return (Math.abs((long) number.scale()) <= 100) ? number : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
