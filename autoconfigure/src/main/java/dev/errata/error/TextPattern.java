package dev.errata.error;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A text with gaps, read backwards: it tells what stands in the gaps of a filled-in text.
 * The number of steps is bounded, whatever the text is.
 *
 * @since 0.1.0
 */
public final class TextPattern {

	private static final int MAX_STEPS = 1000;

	private static final int MAX_LENGTH = 8 * Texts.MAX_LENGTH;

	private final List<String> literals;

	private final List<Predicate<String>> gaps;

	private TextPattern(List<String> literals, List<Predicate<String>> gaps) {
		this.literals = List.copyOf(literals);
		this.gaps = List.copyOf(gaps);
	}

	/**
	 * Create a pattern.
	 * @param literals the texts around the gaps, one more than there are gaps; they may
	 * be empty
	 * @param gaps what fits into each of the gaps
	 * @return the pattern
	 */
	public static TextPattern of(List<String> literals, List<Predicate<String>> gaps) {
		Assert.isTrue(literals.size() == gaps.size() + 1, "There must be one more literal than there are gaps");
		return new TextPattern(literals, gaps);
	}

	/**
	 * Read a text.
	 * @param text the text
	 * @return what stands in the gaps, the first ones as short as possible, or
	 * {@code null} if the text is not one of this pattern
	 */
	public @Nullable List<String> read(String text) {
		if (text.length() > MAX_LENGTH || !text.startsWith(this.literals.get(0))) {
			return null;
		}
		List<String> values = new ArrayList<>(Collections.nCopies(this.gaps.size(), ""));
		return matches(text, this.literals.get(0).length(), 0, values, new int[1]) ? values : null;
	}

	private boolean matches(String text, int start, int gap, List<String> values, int[] steps) {
		if (gap == this.gaps.size()) {
			return start == text.length();
		}
		String literal = this.literals.get(gap + 1);
		boolean last = gap == this.gaps.size() - 1;
		int end = last ? text.length() - literal.length() : text.indexOf(literal, start);
		while (end >= start && text.startsWith(literal, end) && steps[0]++ < MAX_STEPS) {
			String value = text.substring(start, end);
			if (this.gaps.get(gap).test(value)) {
				values.set(gap, value);
				if (matches(text, end + literal.length(), gap + 1, values, steps)) {
					return true;
				}
			}
			end = (last || end == text.length()) ? -1 : text.indexOf(literal, end + 1);
		}
		return false;
	}

}
