package dev.errata.idempotency;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The value of an {@code Idempotency-Key} header: a string of RFC 9651, in quotes, or the
 * same without them. Both are the same key.
 *
 * @param value 1 to {@value #MAX_LENGTH} visible ASCII characters
 * @since 0.1.0
 * @see <a href=
 * "https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The
 * Idempotency-Key HTTP Header Field</a>
 * @hidden
 */
public record IdempotencyKey(String value) {

	/** The name of the header. */
	public static final String HEADER = "Idempotency-Key";

	static final int MAX_LENGTH = 255;

	// in a bare key these would tell of a list, of parameters or of a broken string
	private static final String NOT_BARE = "\",;\\";

	/**
	 * Read a key.
	 * @param lines the values of the header, one a line
	 * @return the key, or {@code null} if this is none
	 */
	public static @Nullable IdempotencyKey parse(List<String> lines) {
		if (lines.size() != 1) {
			return null;
		}
		String text = lines.get(0).strip();
		String value = text.startsWith("\"") ? unquoted(text) : bare(text);
		return (value != null && !value.isEmpty() && value.length() <= MAX_LENGTH) ? new IdempotencyKey(value) : null;
	}

	private static @Nullable String bare(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (!isVisible(text.charAt(i)) || NOT_BARE.indexOf(text.charAt(i)) >= 0) {
				return null;
			}
		}
		return text;
	}

	private static @Nullable String unquoted(String text) {
		StringBuilder value = new StringBuilder(text.length());
		for (int i = 1; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '"') {
				return (i == text.length() - 1) ? value.toString() : null;
			}
			if (c == '\\') {
				i++;
				c = (i < text.length()) ? text.charAt(i) : ' ';
				if (c != '"' && c != '\\') {
					return null;
				}
			}
			if (!isVisible(c)) {
				return null;
			}
			value.append(c);
		}
		return null;
	}

	private static boolean isVisible(char c) {
		return c > 0x20 && c < 0x7F;
	}

	/**
	 * Return a placeholder: keys are as good as the answers they lead to, and stay out of
	 * logs.
	 */
	@Override
	public String toString() {
		return "IdempotencyKey[" + this.value.length() + " characters]";
	}

}
