package dev.errata.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Converts values to the {@link Form forms} that texts and numbers have, and back. A
 * converted text is bounded before it is converted, so that it is never cut in the middle
 * of an escape.
 */
final class TextForms {

	private static final int MAX_LENGTH = 1900;

	private static final Pattern NUMBER = Pattern
		.compile("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?");

	private static final Pattern SECONDS = Pattern.compile("(-?[0-9]{1,12}(\\.[0-9]{1,9})?)s");

	/** The longest duration that the form can have, some 10,000 years. */
	private static final BigDecimal MAX_SECONDS = new BigDecimal("315576000000");

	private TextForms() {
	}

	static @Nullable String text(Object value) {
		if (value instanceof Map || value instanceof Collection || value instanceof Throwable
				|| value.getClass().isArray()) {
			return null;
		}
		if (value instanceof Optional<?> optional) {
			return optional.map(TextForms::text).orElse(null);
		}
		return (value instanceof Enum<?> constant) ? constant.name() : value.toString();
	}

	static @Nullable String quoted(Object value) {
		String text = text(value);
		if (text == null) {
			return null;
		}
		StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
		for (int i = 0; i < text.length() && quoted.length() < MAX_LENGTH; i++) {
			char c = text.charAt(i);
			if (c == '"' || c == '\\') {
				quoted.append('\\');
			}
			quoted.append(c);
		}
		return quoted.append('"').toString();
	}

	static @Nullable String unquoted(Object value) {
		if (!(value instanceof String text) || text.length() < 2 || text.charAt(0) != '"' || !text.endsWith("\"")) {
			return null;
		}
		StringBuilder unquoted = new StringBuilder(text.length());
		for (int i = 1; i < text.length() - 1; i++) {
			char c = text.charAt(i);
			if (c == '"' || (c == '\\' && ++i == text.length() - 1)) {
				return null;
			}
			unquoted.append(text.charAt(i));
		}
		return unquoted.toString();
	}

	static @Nullable String encoded(Object value) {
		String text = text(value);
		if (text == null) {
			return null;
		}
		StringBuilder encoded = new StringBuilder(text.length());
		for (int i = 0; i < text.length() && encoded.length() < MAX_LENGTH; i++) {
			char c = text.charAt(i);
			if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
				encoded.append(c);
				continue;
			}
			boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
			for (byte b : text.substring(i, pair ? i + 2 : i + 1).getBytes(StandardCharsets.UTF_8)) {
				encoded.append('%')
					.append(Character.toUpperCase(Character.forDigit((b >> 4) & 0xF, 16)))
					.append(Character.toUpperCase(Character.forDigit(b & 0xF, 16)));
			}
			i += pair ? 1 : 0;
		}
		return encoded.toString();
	}

	static @Nullable String decoded(Object value) {
		try {
			return (value instanceof String text) ? URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8)
					: null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	static @Nullable Number number(Object value) {
		if (value instanceof Number number) {
			return number;
		}
		String text = text(value);
		return (text != null && NUMBER.matcher(text).matches()) ? new BigDecimal(text) : null;
	}

	static @Nullable String upperSnake(Object value) {
		String text = text(value);
		if (text == null) {
			return null;
		}
		StringBuilder snake = new StringBuilder(text.length() + 4);
		for (int i = 0; i < text.length() && snake.length() < MAX_LENGTH; i++) {
			char c = text.charAt(i);
			if (!Character.isLetterOrDigit(c)) {
				separate(snake);
				continue;
			}
			char previous = (i > 0) ? text.charAt(i - 1) : ' ';
			char next = (i + 1 < text.length()) ? text.charAt(i + 1) : ' ';
			if (Character.isUpperCase(c) && (Character.isLowerCase(previous) || Character.isDigit(previous)
					|| (Character.isUpperCase(previous) && Character.isLowerCase(next)))) {
				separate(snake);
			}
			snake.append(c);
		}
		int end = snake.length();
		if (end > 0 && snake.charAt(end - 1) == '_') {
			end--;
		}
		return (end > 0) ? snake.substring(0, end).toUpperCase(Locale.ROOT) : null;
	}

	private static void separate(StringBuilder snake) {
		if (!snake.isEmpty() && snake.charAt(snake.length() - 1) != '_') {
			snake.append('_');
		}
	}

	static @Nullable String duration(Object value) {
		BigDecimal seconds = null;
		if (value instanceof Duration duration) {
			seconds = BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
		}
		else if (value instanceof Long || value instanceof Integer) {
			seconds = BigDecimal.valueOf(((Number) value).longValue());
		}
		else if (value instanceof Number number && NUMBER.matcher(number.toString()).matches()) {
			seconds = new BigDecimal(number.toString());
		}
		if (seconds == null || seconds.abs().compareTo(MAX_SECONDS) > 0 || seconds.scale() > 30) {
			return null;
		}
		seconds = seconds.setScale(9, RoundingMode.DOWN);
		int nanos = seconds.remainder(BigDecimal.ONE).unscaledValue().intValue();
		int digits = (nanos == 0) ? 0 : (nanos % 1_000_000 == 0) ? 3 : (nanos % 1000 == 0) ? 6 : 9;
		return seconds.setScale(digits, RoundingMode.DOWN).toPlainString() + "s";
	}

	static @Nullable BigDecimal seconds(Object value) {
		Matcher matcher = (value instanceof String text) ? SECONDS.matcher(text) : null;
		return (matcher != null && matcher.matches()) ? new BigDecimal(matcher.group(1)) : null;
	}

}
