package dev.errata.error;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Makes texts fit for a response: bounded, without control characters and without lone
 * surrogates.
 *
 * @since 0.1.0
 * @hidden
 */
public final class Texts {

	/** Maximum length of a text in a response, in characters. */
	public static final int MAX_LENGTH = 2000;

	private static final int MAX_DEPTH = 4;

	private static final int MAX_ELEMENTS = 200;

	private Texts() {
	}

	/**
	 * Clean a text.
	 * @param text any text
	 * @return the clean text, which is the same instance if nothing had to be changed
	 */
	public static String clean(String text) {
		Assert.notNull(text, "'text' must not be null");
		if (text.length() <= MAX_LENGTH && isClean(text)) {
			return text;
		}
		StringBuilder cleaned = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
		boolean blank = false;
		for (int i = 0; i < text.length() && cleaned.length() < MAX_LENGTH - 1; i++) {
			char c = text.charAt(i);
			boolean pair = isPair(text, i);
			if (c == '\n' || c == '\r' || c == '\t' || c == '\u2028' || c == '\u2029') {
				blank = true;
			}
			else if (pair || !isForbidden(c)) {
				if (blank && !cleaned.isEmpty() && cleaned.charAt(cleaned.length() - 1) != ' ') {
					cleaned.append(' ');
				}
				blank = false;
				cleaned.append(c);
				if (pair) {
					cleaned.append(text.charAt(++i));
				}
			}
		}
		if (text.length() > MAX_LENGTH && cleaned.length() >= MAX_LENGTH - 1) {
			cleaned.append('…');
		}
		return cleaned.toString();
	}

	/**
	 * Return the text of a value, even if its {@code toString()} throws. An exception has
	 * none, because its message is for the log. Of a list or a map, it is that of the
	 * first elements.
	 * @param value the value
	 * @return its clean text, or {@code null} if it has none
	 */
	public static @Nullable String of(@Nullable Object value) {
		try {
			String text = of(value, 0);
			return (text != null) ? clean(text) : null;
		}
		catch (Throwable ex) {
			return null;
		}
	}

	private static @Nullable String of(@Nullable Object value, int depth) {
		if (value == null || value instanceof Throwable || value.getClass().isArray()) {
			return null;
		}
		if (value instanceof Optional<?> optional) {
			return of(optional.orElse(null), depth);
		}
		if (value instanceof Collection<?> elements) {
			return "[" + joined(elements, depth) + "]";
		}
		if (value instanceof Map<?, ?> map) {
			return "{" + joined(map.entrySet(), depth) + "}";
		}
		if (value instanceof Map.Entry<?, ?> entry) {
			String name = of(entry.getKey(), depth);
			String text = of(entry.getValue(), depth);
			return (name != null && text != null) ? name + "=" + text : null;
		}
		return (value instanceof Enum<?> constant) ? constant.name() : value.toString();
	}

	private static String joined(Collection<?> elements, int depth) {
		StringBuilder joined = new StringBuilder();
		int count = 0;
		for (Object element : elements) {
			if (depth == MAX_DEPTH || count++ == MAX_ELEMENTS || joined.length() > MAX_LENGTH) {
				break;
			}
			String text = of(element, depth + 1);
			if (text != null) {
				joined.append(joined.isEmpty() ? "" : ", ").append(text);
			}
		}
		return joined.toString();
	}

	/**
	 * Return the message of an exception, even if its {@code getMessage()} throws.
	 * @param exception the exception
	 * @return its clean message, or {@code null} if it has none
	 */
	public static @Nullable String messageOf(Throwable exception) {
		try {
			String message = exception.getMessage();
			return (message != null && !message.isBlank()) ? clean(message) : null;
		}
		catch (Throwable ex) {
			return null;
		}
	}

	private static boolean isClean(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c < ' ' || (c >= 0x7F && (c == '\u2028' || c == '\u2029' || isForbidden(c)))) {
				if (isPair(text, i)) {
					i++;
					continue;
				}
				return false;
			}
		}
		return true;
	}

	private static boolean isPair(String text, int index) {
		return index + 1 < text.length() && Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1));
	}

	private static boolean isForbidden(char c) {
		return c < ' ' || (c >= 0x7F && c <= 0x9F) || Character.isSurrogate(c);
	}

}
