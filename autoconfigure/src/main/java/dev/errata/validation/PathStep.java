package dev.errata.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A step on the way from an object to an input in the words of its classes: the name of a
 * property, or what stands in brackets behind one.
 *
 * @param text the name, the index or the key; empty for an element without either
 * @param bracket whether it stands in brackets
 */
record PathStep(String text, boolean bracket) {

	static PathStep property(String name) {
		return new PathStep(name, false);
	}

	static PathStep element(String indexOrKey) {
		return new PathStep(indexOrKey, true);
	}

	/**
	 * Take a path apart: {@code lines[0].quantity}.
	 */
	static List<PathStep> parse(String path) {
		List<PathStep> steps = new ArrayList<>();
		int start = 0;
		while (start < path.length()) {
			int end;
			if (path.charAt(start) == '[') {
				end = endOfElement(path, start);
				steps.add(element(path.substring(start + 1, end)));
				end++;
			}
			else {
				end = start;
				while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
					end++;
				}
				steps.add(property(path.substring(start, end)));
			}
			start = (end < path.length() && path.charAt(end) == '.') ? end + 1 : end;
		}
		return steps;
	}

	/**
	 * Find the bracket that closes, since a key may hold dots and brackets itself.
	 */
	private static int endOfElement(String path, int start) {
		for (int end = path.indexOf(']', start); end >= 0; end = path.indexOf(']', end + 1)) {
			if (end == path.length() - 1 || path.charAt(end + 1) == '.' || path.charAt(end + 1) == '[') {
				return end;
			}
		}
		return path.length();
	}

	/**
	 * Return the names of the properties among some steps, separated by dots.
	 */
	static String names(List<PathStep> steps) {
		return steps.stream().filter((step) -> !step.bracket()).map(PathStep::text).collect(Collectors.joining("."));
	}

}
