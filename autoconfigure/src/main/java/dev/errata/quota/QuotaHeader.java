package dev.errata.quota;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A header whose value is filled from a quota; it is dropped where a value is absent.
 *
 * @param name the name of the header
 * @param parts what the value is put together from
 */
record QuotaHeader(String name, List<Part> parts) {

	private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

	/** Headers that the container, or the funnel, answers for. */
	private static final Set<String> RESERVED = Set.of("connection", "transfer-encoding", "trailer", "upgrade",
			"keep-alive", "date", "retry-after", "set-cookie", "location", "cache-control");

	static QuotaHeader compile(String name, String value) {
		String folded = name.toLowerCase(Locale.ROOT);
		if (!TOKEN.matcher(name).matches()) {
			throw new IllegalArgumentException("This is not the name of an HTTP header.");
		}
		if (folded.startsWith("content-") || RESERVED.contains(folded)) {
			throw new IllegalArgumentException("This header has a meaning of its own and cannot tell a quota.");
		}
		if (!value.chars().allMatch((c) -> c >= ' ' && c <= '~')) {
			throw new IllegalArgumentException("A header consists of printable ASCII characters.");
		}
		return new QuotaHeader(name, parse(value));
	}

	private static List<Part> parse(String text) {
		List<Part> parts = new ArrayList<>();
		int i = 0;
		while (i < text.length()) {
			int start = text.indexOf('{', i);
			String literal = text.substring(i, (start >= 0) ? start : text.length());
			if (!literal.isEmpty()) {
				parts.add((quota, now) -> literal);
			}
			if (start < 0) {
				break;
			}
			int end = text.indexOf('}', start);
			if (end < 0) {
				throw new IllegalArgumentException(
						"The placeholder that starts at '" + text.substring(start) + "' does not end.");
			}
			parts.add(Word.of(text.substring(start + 1, end)));
			i = end + 1;
		}
		return List.copyOf(parts);
	}

	@Nullable String value(Quota quota, Instant now) {
		StringBuilder value = new StringBuilder();
		for (Part part : this.parts) {
			String text = part.text(quota, now);
			if (text == null) {
				return null;
			}
			value.append(text);
		}
		return value.isEmpty() ? null : value.toString();
	}

	/**
	 * A piece of a value; {@code null} is absent.
	 */
	@FunctionalInterface
	interface Part {

		@Nullable String text(Quota quota, Instant now);

	}

	/**
	 * A placeholder.
	 */
	enum Word implements Part {

		NAME((quota, now) -> StructuredFields.printable(quota.name())),

		USED((quota, now) -> quota.used()),

		CAP((quota, now) -> quota.cap()),

		REMAINING((quota, now) -> quota.remaining()),

		RESET((quota, now) -> (quota.reset() != null) ? Quota.bounded(quota.reset().getEpochSecond()) : null),

		RESET_AFTER(Quota::secondsUntilReset),

		WINDOW((quota, now) -> (quota.window() != null) ? Quota.bounded(quota.window().toSeconds()) : null);

		private final BiFunction<Quota, Instant, @Nullable Object> value;

		Word(BiFunction<Quota, Instant, @Nullable Object> value) {
			this.value = value;
		}

		static Word of(String text) {
			for (Word word : values()) {
				if (word.word().equals(text.trim())) {
					return word;
				}
			}
			throw new IllegalArgumentException("There is no placeholder {" + text
					+ "}; there are {name}, {used}, {cap}, {remaining}, {reset}, {reset-after} and {window}.");
		}

		private String word() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

		@Override
		public @Nullable String text(Quota quota, Instant now) {
			Object value = this.value.apply(quota, now);
			return (value != null) ? value.toString() : null;
		}

	}

}
