package dev.errata.error;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
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

	static Function<String, Predicate<Object>> of(Placeholder placeholder, @Nullable ErrorCatalog catalog) {
		return switch (placeholder) {
			case CODE -> code(catalog);
			case VIOLATION_CODE -> codeOfViolation(catalog);
			case FAMILY -> Comparisons::name;
			case STATUS -> Comparisons::status;
			case RETRYABLE -> Comparisons::truth;
			case VIOLATION_IN -> Comparisons::input;
			default -> Comparisons::text;
		};
	}

	static Function<String, Predicate<Object>> code(@Nullable ErrorCatalog catalog) {
		return (text) -> {
			if (catalog != null && catalog.find(text) == null) {
				throw unknownCode(text, catalog);
			}
			return name(text);
		};
	}

	static Function<String, Predicate<Object>> codeOfViolation(@Nullable ErrorCatalog catalog) {
		return (text) -> {
			// the violations of an open catalog also have standard codes that are not
			// entries
			if (catalog != null && catalog.find(text) == null
					&& (catalog.isClosed() || StandardCode.find(text) == null)) {
				throw unknownCode(text, catalog);
			}
			return name(text);
		};
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

	static Predicate<Object> status(String text) {
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

	static Predicate<Object> input(String text) {
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
