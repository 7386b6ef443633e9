package dev.errata.error;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.errata.catalog.CodeNames;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.catalog.StandardCode;
import dev.errata.template.InvalidTemplateException;
import org.jspecify.annotations.Nullable;

/**
 * How the conditions of placeholders compare values. Comparing with something that a
 * value can never be is a fault.
 */
final class Comparisons {

	private static final Pattern STATUS = Pattern.compile("[45](xx|XX|[0-9][0-9])");

	private Comparisons() {
	}

	/**
	 * Return what compares the values of a placeholder with a text.
	 * @param catalog the codes that there are, or {@code null} for any
	 * @throws InvalidTemplateException if no value can be that text
	 */
	static Predicate<Object> of(Placeholder placeholder, String text, @Nullable ErrorCatalog catalog) {
		return switch (placeholder) {
			case CODE -> code(text, catalog);
			case VIOLATION_CODE -> codeOfViolation(text, catalog);
			case FAMILY -> name(text);
			case STATUS -> status(text);
			case RETRYABLE -> truth(text);
			case VIOLATION_IN -> input(text);
			default -> text(text);
		};
	}

	private static Predicate<Object> code(String text, @Nullable ErrorCatalog catalog) {
		if (catalog != null && catalog.find(text) == null) {
			throw unknownCode(text, catalog);
		}
		return name(text);
	}

	private static Predicate<Object> codeOfViolation(String text, @Nullable ErrorCatalog catalog) {
		// the violations of an open catalog also have standard codes that are not
		// entries
		if (catalog != null && catalog.find(text) == null && (catalog.isClosed() || StandardCode.find(text) == null)) {
			throw unknownCode(text, catalog);
		}
		return name(text);
	}

	private static InvalidTemplateException unknownCode(String text, ErrorCatalog catalog) {
		List<String> nearest = catalog.nearest(text);
		return new InvalidTemplateException("The contract has no code '" + text + "', so the condition never holds.",
				nearest.isEmpty() ? "Write one of its codes." : CodeNames.didYouMean(nearest));
	}

	private static Predicate<Object> name(String text) {
		String folded = CodeNames.fold(text);
		return (value) -> value instanceof String name && (name.equals(text) || CodeNames.fold(name).equals(folded));
	}

	private static Predicate<Object> status(String text) {
		if (!STATUS.matcher(text).matches()) {
			throw new InvalidTemplateException("The status of an error is never '" + text + "'.",
					"Write a number from 400 to 599, 4xx or 5xx.");
		}
		if (text.toLowerCase(Locale.ROOT).endsWith("xx")) {
			int hundreds = text.charAt(0) - '0';
			return (value) -> value instanceof Integer status && status / 100 == hundreds;
		}
		return Integer.valueOf(text)::equals;
	}

	private static Predicate<Object> truth(String text) {
		if (!text.equals("true") && !text.equals("false")) {
			throw new InvalidTemplateException("A boolean is never '" + text + "'.", "Write true or false.");
		}
		return Boolean.valueOf(text)::equals;
	}

	private static Predicate<Object> input(String text) {
		if (InputLocation.find(text) == null) {
			throw new InvalidTemplateException("An invalid input is never in '" + text + "'.", "Write one of "
					+ Arrays.stream(InputLocation.values()).map(InputLocation::word).collect(Collectors.joining(", "))
					+ ".");
		}
		return text::equals;
	}

	static Predicate<Object> text(String text) {
		return (value) -> text.equals(Texts.of(value));
	}

}
