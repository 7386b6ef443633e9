package dev.errata.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.errata.template.Part.Expression;
import dev.errata.template.Part.Literal;
import dev.errata.template.Part.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values in a text that was filled from a template. The number of steps is
 * bounded, whatever the text is.
 */
final class TextPattern {

	private static final int MAX_STEPS = 1000;

	private static final int MAX_LENGTH = 16_000;

	private final @Nullable Node first;

	TextPattern(List<? extends Part<?>> parts) {
		this.first = nodes(parts, null);
	}

	private static @Nullable Node nodes(List<? extends Part<?>> parts, @Nullable Node end) {
		Node node = end;
		for (int i = parts.size() - 1; i >= 0; i--) {
			Part<?> part = parts.get(i);
			node = new Node(part, (part instanceof Optional<?> optional) ? nodes(optional.parts(), node) : null, node);
		}
		return node;
	}

	/**
	 * Read a text.
	 * @return the values, the first ones as short as possible, or {@code null} if the
	 * text does not match the template
	 */
	@Nullable List<Value> read(String text) {
		if (text.length() > MAX_LENGTH) {
			return null;
		}
		Search search = new Search(text);
		return search.matches(0, this.first) ? new ArrayList<>(search.values) : null;
	}

	/**
	 * A part and those behind it; of an optional part also those inside it, with the same
	 * ones behind them.
	 */
	private record Node(Part<?> part, @Nullable Node inside, @Nullable Node next) {
	}

	/**
	 * A value and its placeholder.
	 */
	record Value(Expression<?> expression, String text) {
	}

	private static final class Search {

		private final String text;

		private final Deque<Value> values = new ArrayDeque<>();

		private int steps;

		Search(String text) {
			this.text = text;
		}

		boolean matches(int start, @Nullable Node node) {
			if (node == null) {
				return start == this.text.length();
			}
			if (node.part() instanceof Literal<?> literal) {
				return this.text.startsWith(literal.text(), start)
						&& matches(start + literal.text().length(), node.next());
			}
			if (node.part() instanceof Expression<?> expression) {
				return matches(start, expression, node.next());
			}
			return matches(start, node.inside()) || (this.steps++ < MAX_STEPS && matches(start, node.next()));
		}

		private boolean matches(int start, Expression<?> expression, @Nullable Node next) {
			int end = end(start, next);
			while (end >= 0 && this.steps++ < MAX_STEPS) {
				String value = this.text.substring(start, end);
				if (expression.accepts(value)) {
					this.values.addLast(new Value(expression, value));
					if (matches(end, next)) {
						return true;
					}
					this.values.removeLast();
				}
				end = (end < this.text.length()) ? end(end + 1, next) : -1;
			}
			return false;
		}

		/**
		 * Return the first place from which the next part can begin, or -1.
		 */
		private int end(int from, @Nullable Node next) {
			if (next == null) {
				return this.text.length();
			}
			if (!(next.part() instanceof Literal<?> literal)) {
				return from;
			}
			// the last part ends with the text
			return (next.next() != null) ? this.text.indexOf(literal.text(), from)
					: (this.text.length() - literal.text().length() >= from)
							? this.text.length() - literal.text().length() : -1;
		}

	}

}
