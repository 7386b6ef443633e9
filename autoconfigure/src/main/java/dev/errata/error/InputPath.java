package dev.errata.error;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The path of an input as the names and indexes that lead to it, from which all notations
 * are made. It has no control characters and is bounded. Immutable.
 *
 * @since 0.1.0
 */
public final class InputPath {

	/** The path of a document or of a request as a whole. */
	public static final InputPath EMPTY = new InputPath(List.of());

	private static final int MAX_STEPS = 100;

	/** An element of a collection whose elements have no index. */
	private static final Integer SOMEWHERE = -1;

	private static final String SPECIAL = ".[]'\"\\";

	// names, and indexes as integers
	private final List<Object> steps;

	private InputPath(List<Object> steps) {
		this.steps = steps;
	}

	/**
	 * Create a path of its steps.
	 * @param steps names as text and indexes as integers; a negative index stands for an
	 * element of a collection whose elements have no index
	 * @return the path
	 */
	public static InputPath of(List<?> steps) {
		Assert.notNull(steps, "'steps' must not be null");
		List<Object> bounded = new ArrayList<>(Math.min(steps.size(), MAX_STEPS));
		int length = 0;
		for (Object step : steps) {
			Object clean = (step instanceof Integer index) ? Math.max(index, SOMEWHERE) : Texts.of(step);
			length += (clean instanceof String name) ? name.length() : 0;
			if (clean == null || length > Texts.MAX_LENGTH || bounded.size() == MAX_STEPS) {
				break;
			}
			bounded.add(clean);
		}
		return bounded.isEmpty() ? EMPTY : new InputPath(List.copyOf(bounded));
	}

	/**
	 * Create a path of a single name: that of a parameter, header, cookie or part.
	 * @param name the name, whose dots and brackets have no meaning
	 * @return the path
	 */
	public static InputPath ofName(String name) {
		return name.isEmpty() ? EMPTY : of(List.of(name));
	}

	/**
	 * Take a path apart: {@code lines[0].quantity}, {@code prices['eu.west']},
	 * {@code lines[0][quantity]}.
	 * @param text the path as text
	 * @return the path
	 */
	public static InputPath parse(String text) {
		Assert.notNull(text, "'text' must not be null");
		List<Object> steps = new ArrayList<>();
		int start = 0;
		while (start < text.length() && steps.size() < MAX_STEPS) {
			int end;
			if (text.startsWith("['", start)) {
				StringBuilder name = new StringBuilder();
				end = start + 2;
				while (end < text.length() && text.charAt(end) != '\'') {
					end += (text.charAt(end) == '\\' && end + 1 < text.length()) ? 1 : 0;
					name.append(text.charAt(end++));
				}
				steps.add(name.toString());
				end = Math.min(end + 2, text.length());
			}
			else if (text.charAt(start) == '[') {
				end = endOfElement(text, start);
				String element = text.substring(start + 1, end);
				steps.add(element.isEmpty() ? SOMEWHERE : indexOr(element));
				end = Math.min(end + 1, text.length());
			}
			else {
				end = start;
				while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
					end++;
				}
				steps.add(text.substring(start, end));
			}
			start = (end < text.length() && text.charAt(end) == '.') ? end + 1 : end;
		}
		return of(steps);
	}

	/**
	 * Find the bracket that closes, since a key may hold dots and brackets itself.
	 */
	private static int endOfElement(String text, int start) {
		for (int end = text.indexOf(']', start); end >= 0; end = text.indexOf(']', end + 1)) {
			if (end == text.length() - 1 || text.charAt(end + 1) == '.' || text.charAt(end + 1) == '[') {
				return end;
			}
		}
		return text.length();
	}

	/**
	 * Take a JSON pointer apart: {@code /lines/0/quantity}.
	 * @param pointer the pointer
	 * @return the path, or {@code null} if it is no pointer
	 */
	static @Nullable InputPath parsePointer(String pointer) {
		Assert.notNull(pointer, "'pointer' must not be null");
		if (pointer.isEmpty()) {
			return EMPTY;
		}
		if (pointer.charAt(0) != '/') {
			return null;
		}
		List<Object> steps = new ArrayList<>();
		for (String step : pointer.substring(1).split("/", MAX_STEPS)) {
			steps.add(indexOr(step.replace("~1", "/").replace("~0", "~")));
		}
		return of(steps);
	}

	/**
	 * Take a path with dots apart: {@code lines.0.quantity}.
	 * @param dots the path
	 * @return the path
	 */
	static InputPath parseDots(String dots) {
		Assert.notNull(dots, "'dots' must not be null");
		List<Object> steps = new ArrayList<>();
		for (String step : dots.split("\\.", MAX_STEPS)) {
			steps.add(step.equals("*") ? SOMEWHERE : indexOr(step));
		}
		return dots.isEmpty() ? EMPTY : of(steps);
	}

	private static Object indexOr(String text) {
		boolean index = !text.isEmpty() && text.length() < 10 && (text.length() == 1 || text.charAt(0) != '0')
				&& text.chars().allMatch((c) -> c >= '0' && c <= '9');
		return index ? Integer.valueOf(text) : text;
	}

	/**
	 * Return the path as an RFC 6901 JSON pointer: {@code /lines/0/quantity}. It ends
	 * before an element that has no index.
	 * @return the pointer, which is empty for a document as a whole
	 */
	public String toPointer() {
		StringBuilder pointer = new StringBuilder();
		for (Object step : toList()) {
			String name = step.toString();
			pointer.append('/')
				.append((name.indexOf('~') >= 0 || name.indexOf('/') >= 0) ? name.replace("~", "~0").replace("/", "~1")
						: name);
		}
		return pointer.toString();
	}

	/**
	 * Return the path with brackets: {@code lines[0][quantity]}.
	 * @return the path
	 */
	public String toBrackets() {
		StringBuilder text = new StringBuilder();
		for (Object step : this.steps) {
			if (text.isEmpty() && step instanceof String) {
				text.append(step);
			}
			else {
				text.append('[').append(SOMEWHERE.equals(step) ? "" : step).append(']');
			}
		}
		return text.toString();
	}

	/**
	 * Return the path with dots: {@code lines.0.quantity}. An element that has no index
	 * is an asterisk.
	 * @return the path
	 */
	public String toDots() {
		StringBuilder text = new StringBuilder();
		for (Object step : this.steps) {
			text.append(text.isEmpty() ? "" : ".").append(SOMEWHERE.equals(step) ? "*" : step);
		}
		return text.toString();
	}

	/**
	 * Return the path as names and indexes. It ends before an element that has no index.
	 * @return text and integers
	 */
	public List<Object> toList() {
		int somewhere = this.steps.indexOf(SOMEWHERE);
		return (somewhere < 0) ? this.steps : this.steps.subList(0, somewhere);
	}

	/**
	 * Return the path as it stands in code: {@code lines[0].quantity}. A name that would
	 * be ambiguous is quoted: {@code prices['eu.west']}.
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		for (Object step : this.steps) {
			if (step instanceof Integer) {
				text.append('[').append(SOMEWHERE.equals(step) ? "" : step).append(']');
			}
			else if (isPlain((String) step)) {
				text.append(text.isEmpty() ? "" : ".").append(step);
			}
			else {
				text.append("['").append(((String) step).replace("\\", "\\\\").replace("'", "\\'")).append("']");
			}
		}
		return text.toString();
	}

	private static boolean isPlain(String name) {
		return !name.isEmpty()
				&& name.chars().noneMatch((c) -> c <= ' ' || SPECIAL.indexOf(c) >= 0 || Character.isWhitespace(c));
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof InputPath path && path.steps.equals(this.steps);
	}

	@Override
	public int hashCode() {
		return this.steps.hashCode();
	}

}
