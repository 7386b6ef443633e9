package dev.errata.validation;

import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.errata.catalog.StandardCode;
import dev.errata.error.OwnText;
import dev.errata.error.OwnText.Key;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Describes types to clients, without Java's names for them.
 *
 * @since 0.1.0
 * @hidden
 */
public final class TypeWords {

	private static final int MAX_CONSTANTS = 12;

	private static final Set<Class<?>> WHOLE = Set.of(Byte.class, Short.class, Integer.class, Long.class,
			java.math.BigInteger.class);

	private static final Set<Class<?>> FORMATS = Set.of(UUID.class, URI.class, URL.class, Date.class, Currency.class,
			Locale.class);

	private static final Map<Class<?>, Sample> SAMPLES = Stream
		.of(new Sample(Key.DATE, Key.DATE_SUCH_AS, LocalDate.of(2026, 1, 31)),
				new Sample(Key.TIME, Key.TIME_SUCH_AS, LocalTime.of(13, 45, 30)),
				new Sample(Key.TIME, Key.TIME_SUCH_AS, OffsetTime.of(13, 45, 30, 0, ZoneOffset.UTC)),
				new Sample(Key.DATE_TIME, Key.DATE_TIME_SUCH_AS, LocalDateTime.of(2026, 1, 31, 13, 45, 30)),
				new Sample(Key.DATE_TIME, Key.DATE_TIME_SUCH_AS,
						OffsetDateTime.of(2026, 1, 31, 13, 45, 30, 0, ZoneOffset.UTC)),
				new Sample(Key.DATE_TIME, Key.DATE_TIME_SUCH_AS,
						ZonedDateTime.of(2026, 1, 31, 13, 45, 30, 0, ZoneOffset.UTC)),
				new Sample(Key.DATE_TIME, Key.DATE_TIME_SUCH_AS, Instant.parse("2026-01-31T13:45:30Z")),
				new Sample(Key.DATE_TIME, Key.DATE_TIME_SUCH_AS, Date.from(Instant.parse("2026-01-31T13:45:30Z"))),
				new Sample(Key.MONTH, Key.MONTH_SUCH_AS, YearMonth.of(2026, 1)),
				new Sample(Key.YEAR, Key.YEAR_SUCH_AS, Year.of(2026)),
				new Sample(Key.DURATION, Key.DURATION_SUCH_AS, Duration.ofSeconds(30)),
				new Sample(Key.PERIOD, Key.PERIOD_SUCH_AS, Period.ofDays(30)))
		.collect(Collectors.toMap((sample) -> sample.value().getClass(), Function.identity()));

	private TypeWords() {
	}

	/**
	 * Describe the values of a type whose text format is not known.
	 * @param type the type, or {@code null} if it is not known
	 * @return words to be read behind a name: {@code must be a whole number}
	 */
	public static OwnText mustBe(@Nullable Class<?> type) {
		return mustBe(type, Notation.UNKNOWN);
	}

	/**
	 * Return whether the description of a type depends on its text format.
	 * @param type the type, or {@code null} if it is not known
	 * @return whether a notation makes a difference
	 */
	public static boolean isNotated(@Nullable Class<?> type) {
		return type != null && (type.isEnum() || SAMPLES.containsKey(type));
	}

	/**
	 * Describe the values of a type.
	 * @param type the type, or {@code null} if it is not known
	 * @param notation how clients write values of the type
	 * @return words to be read behind a name: {@code must be one of FAST, CHEAP}
	 */
	public static OwnText mustBe(@Nullable Class<?> type, Notation notation) {
		if (type == null) {
			return OwnText.of(Key.WRONG_TYPE);
		}
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		if (WHOLE.contains(boxed)) {
			return OwnText.of(Key.WHOLE_NUMBER);
		}
		if (Number.class.isAssignableFrom(boxed)) {
			return OwnText.of(Key.NUMBER);
		}
		if (boxed == Boolean.class) {
			return OwnText.of(Key.BOOLEAN);
		}
		if (boxed == UUID.class) {
			return OwnText.of(Key.UUID);
		}
		if (boxed == URI.class || boxed == URL.class) {
			return OwnText.of(Key.URI);
		}
		Sample sample = SAMPLES.get(boxed);
		if (sample != null) {
			return sample.mustBe(notation);
		}
		if (TemporalAmount.class.isAssignableFrom(boxed)) {
			return OwnText.of(Key.DURATION);
		}
		if (Temporal.class.isAssignableFrom(boxed)) {
			return OwnText.of(Key.DATE_TIME);
		}
		if (boxed.isEnum()) {
			return constants(boxed, notation);
		}
		if (CharSequence.class.isAssignableFrom(boxed) || boxed == Character.class) {
			return OwnText.of(Key.STRING);
		}
		if (Collection.class.isAssignableFrom(boxed) || boxed.isArray()) {
			return OwnText.of(Key.LIST);
		}
		return OwnText.of((Map.class.isAssignableFrom(boxed) || !boxed.getName().startsWith("java.")) ? Key.OBJECT
				: Key.WRONG_TYPE);
	}

	private static OwnText constants(Class<?> type, Notation notation) {
		List<String> names = new ArrayList<>();
		for (Object constant : type.getEnumConstants()) {
			String name = (names.size() < MAX_CONSTANTS) ? notation.of(constant, ((Enum<?>) constant).name()) : null;
			if (name == null) {
				return OwnText.of(Key.NOT_ALLOWED);
			}
			names.add(name);
		}
		return names.isEmpty() ? OwnText.of(Key.NOT_ALLOWED) : OwnText.of(Key.ONE_OF, String.join(", ", names));
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

	/**
	 * A value that stands for all of its type.
	 *
	 * @param key the text for values of the type
	 * @param suchAs the same with an example
	 * @param value the value
	 */
	private record Sample(Key key, Key suchAs, Object value) {

		OwnText mustBe(Notation notation) {
			String standard = (this.value instanceof Date date) ? date.toInstant().toString() : this.value.toString();
			String text = notation.of(this.value, standard);
			if (text == null) {
				return OwnText.of(this.key);
			}
			return (this.key == Key.DATE_TIME && text.startsWith("2026-01-31T")) ? OwnText.of(Key.DATE_TIME_ISO)
					: OwnText.of(this.suchAs, text);
		}

	}

}
