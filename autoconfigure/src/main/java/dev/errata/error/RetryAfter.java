package dev.errata.error;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The value of a {@code Retry-After} header: seconds, or a date (RFC 9110, section
 * 10.2.3).
 *
 * @since 0.1.0
 */
public final class RetryAfter {

	/** No longer time to wait is told or believed. */
	public static final Duration LONGEST = Duration.ofDays(366);

	private RetryAfter() {
	}

	/**
	 * Read a value.
	 * @param value the value of the header
	 * @param now the present moment
	 * @return the time to wait, from zero to {@link #LONGEST}, or {@code null} if the
	 * value tells none
	 */
	public static @Nullable Duration parse(String value, Instant now) {
		Assert.notNull(value, "'value' must not be null");
		Assert.notNull(now, "'now' must not be null");
		String text = value.strip();
		try {
			boolean seconds = !text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9';
			return bounded(seconds ? Duration.ofSeconds(Long.parseLong(text)) : Duration.between(now,
					ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant()));
		}
		catch (NumberFormatException | DateTimeException | ArithmeticException ex) {
			return null;
		}
	}

	static Duration bounded(Duration wait) {
		if (wait.isNegative()) {
			return Duration.ZERO;
		}
		return (wait.compareTo(LONGEST) > 0) ? LONGEST : wait;
	}

}
