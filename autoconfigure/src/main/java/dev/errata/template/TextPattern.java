package dev.errata.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Finds the values in a text that was filled from a template. The number of steps is
 * bounded, whatever the text is.
 *
 * @param literals the texts around the values, one more than there are values
 * @param gaps the placeholders of the values
 */
record TextPattern(List<String> literals, List<? extends Expression<?>> gaps) {

	private static final int MAX_STEPS = 1000;

	private static final int MAX_LENGTH = 16_000;

	/**
	 * Read a text.
	 * @return the values, the first ones as short as possible, or {@code null} if the
	 * text does not match the template
	 */
	@Nullable List<String> read(String text) {
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
			if (this.gaps.get(gap).accepts(value)) {
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
