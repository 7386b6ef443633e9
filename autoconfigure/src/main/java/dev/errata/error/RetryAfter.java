package dev.errata.error;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The value of a {@code Retry-After} header: seconds, or a date in one of the three forms
 * of HTTP (RFC 9110, sections 10.2.3 and 5.6.7).
 *
 * @since 0.1.0
 * @hidden
 */
public final class RetryAfter {

	/** The longest time to wait that is sent or accepted. */
	public static final Duration LONGEST = Duration.ofDays(366);

	// the day of the week is passed over: it depends on a century that is not written
	private static final DateTimeFormatter RFC_850 = new DateTimeFormatterBuilder().appendPattern("dd-MMM-")
		.appendValueReduced(ChronoField.YEAR, 2, 2, 2000)
		.appendPattern(" HH:mm:ss 'GMT'")
		.toFormatter(Locale.ENGLISH);

	private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu",
			Locale.ENGLISH);

	private RetryAfter() {
	}

	/**
	 * Read a value.
	 * @param value the value of the header
	 * @param now the present moment
	 * @return the time to wait, from zero to {@link #LONGEST}, or {@code null} if the
	 * value is invalid
	 */
	public static @Nullable Duration parse(String value, Instant now) {
		Assert.notNull(value, "'value' must not be null");
		Assert.notNull(now, "'now' must not be null");
		String text = value.strip();
		if (!text.isEmpty() && text.chars().allMatch((digit) -> digit >= '0' && digit <= '9')) {
			return seconds(text);
		}
		try {
			return bounded(Duration.between(now, date(text, now)));
		}
		catch (DateTimeException | ArithmeticException ex) {
			return null;
		}
	}

	private static Duration seconds(String digits) {
		try {
			return bounded(Duration.ofSeconds(Long.parseLong(digits)));
		}
		catch (NumberFormatException ex) {
			// more than a long can hold
			return LONGEST;
		}
	}

	private static Instant date(String text, Instant now) {
		int comma = text.indexOf(',');
		if (comma < 0) {
			return LocalDateTime.parse(text, ASCTIME).toInstant(ZoneOffset.UTC);
		}
		if (text.indexOf('-', comma) < 0) {
			return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
		}
		LocalDateTime date = LocalDateTime.parse(text.substring(comma + 1).strip(), RFC_850);
		boolean past = date.isAfter(LocalDateTime.ofInstant(now, ZoneOffset.UTC).plusYears(50));
		return (past ? date.minusYears(100) : date).toInstant(ZoneOffset.UTC);
	}

	static Duration bounded(Duration wait) {
		if (wait.isNegative()) {
			return Duration.ZERO;
		}
		return (wait.compareTo(LONGEST) > 0) ? LONGEST : wait;
	}

}
