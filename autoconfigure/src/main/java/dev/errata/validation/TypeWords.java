package dev.errata.validation;

import java.net.URI;
import java.net.URL;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.errata.catalog.StandardCode;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * What a value must be, told without the words of Java.
 *
 * @since 0.1.0
 */
public final class TypeWords {

	private static final int MAX_CONSTANTS = 12;

	private static final Set<Class<?>> WHOLE = Set.of(Byte.class, Short.class, Integer.class, Long.class,
			java.math.BigInteger.class);

	private static final Set<Class<?>> FORMATS = Set.of(UUID.class, URI.class, URL.class, Date.class, Currency.class,
			Locale.class);

	private TypeWords() {
	}

	/**
	 * Return what a value of a type must be.
	 * @param type the type, or {@code null} if it is not known
	 * @return words to be read behind a name: {@code must be a whole number}
	 */
	public static String mustBe(@Nullable Class<?> type) {
		if (type == null) {
			return "has the wrong type";
		}
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		if (WHOLE.contains(boxed)) {
			return "must be a whole number";
		}
		if (Number.class.isAssignableFrom(boxed)) {
			return "must be a number";
		}
		if (boxed == Boolean.class) {
			return "must be true or false";
		}
		if (boxed == UUID.class) {
			return "must be a UUID";
		}
		if (boxed == URI.class || boxed == URL.class) {
			return "must be a URI";
		}
		if (boxed == LocalDate.class) {
			return "must be a date such as 2026-01-31";
		}
		if (boxed == LocalTime.class) {
			return "must be a time of day such as 13:45:00";
		}
		if (TemporalAmount.class.isAssignableFrom(boxed)) {
			return "must be a duration such as PT30S";
		}
		if (Temporal.class.isAssignableFrom(boxed) || boxed == Date.class) {
			return "must be a date and time in ISO 8601";
		}
		if (boxed.isEnum()) {
			return constants(boxed);
		}
		if (CharSequence.class.isAssignableFrom(boxed) || boxed == Character.class) {
			return "must be a string";
		}
		if (Collection.class.isAssignableFrom(boxed) || boxed.isArray()) {
			return "must be a list";
		}
		return (Map.class.isAssignableFrom(boxed) || !boxed.getName().startsWith("java.")) ? "must be an object"
				: "has the wrong type";
	}

	private static String constants(Class<?> type) {
		Object[] constants = type.getEnumConstants();
		if (constants == null || constants.length == 0 || constants.length > MAX_CONSTANTS) {
			return "is not one of the values it can have";
		}
		StringBuilder words = new StringBuilder("must be one of ");
		for (int i = 0; i < constants.length; i++) {
			words.append((i > 0) ? ", " : "").append(((Enum<?>) constants[i]).name());
		}
		return words.toString();
	}

	/**
	 * Return the code of a text that cannot be turned into a type.
	 * @param type the type, or {@code null} if it is not known
	 * @return {@code field_format} where a text is right but for its format,
	 * {@code field_invalid} where it is none of the values that there are, else
	 * {@code field_type}
	 */
	public static StandardCode codeOf(@Nullable Class<?> type) {
		if (type == null) {
			return StandardCode.FIELD_TYPE;
		}
		if (type.isEnum()) {
			return StandardCode.FIELD_INVALID;
		}
		boolean format = FORMATS.contains(type) || Temporal.class.isAssignableFrom(type)
				|| TemporalAmount.class.isAssignableFrom(type) || ZoneId.class.isAssignableFrom(type);
		return format ? StandardCode.FIELD_FORMAT : StandardCode.FIELD_TYPE;
	}

}
