package dev.errata.web;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The patterns of the paths that something in an application is mapped to, to find
 * configuration that can never take effect.
 *
 * @since 0.1.0
 * @hidden
 */
public final class MappedPaths {

	/** The pattern of all paths. */
	public static final String EVERYTHING = "/**";

	private final Set<String> patterns;

	/**
	 * Create an instance.
	 * @param patterns the patterns
	 */
	public MappedPaths(Collection<String> patterns) {
		this.patterns = new LinkedHashSet<>(patterns);
	}

	/**
	 * Return whether something is mapped to a path that a pattern matches.
	 * @param pattern the pattern
	 * @return whether there can be such a path
	 */
	public boolean overlap(String pattern) {
		List<String> segments = segments(pattern);
		return this.patterns.stream().anyMatch((mapped) -> overlap(segments, 0, segments(mapped), 0));
	}

	private static boolean overlap(List<String> one, int i, List<String> other, int j) {
		if (i < one.size() && isMultiple(one.get(i))) {
			return overlapFrom(one, i + 1, other, j);
		}
		if (j < other.size() && isMultiple(other.get(j))) {
			return overlapFrom(other, j + 1, one, i);
		}
		if (i == one.size() || j == other.size()) {
			return i == one.size() && j == other.size();
		}
		return overlap(one.get(i), other.get(j)) && overlap(one, i + 1, other, j + 1);
	}

	private static boolean overlap(String one, String other) {
		if (isVariable(one)) {
			return isVariable(other) || matches(one, other);
		}
		return isVariable(other) ? matches(other, one) : one.equals(other);
	}

	private static boolean matches(String pattern, String segment) {
		return PathPatternParser.defaultInstance.parse("/" + pattern).matches(PathContainer.parsePath("/" + segment));
	}

	private static boolean overlapFrom(List<String> one, int i, List<String> other, int from) {
		for (int j = from; j <= other.size(); j++) {
			if (overlap(one, i, other, j)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the segments of a pattern; a regular expression may hold a slash.
	 */
	private static List<String> segments(String pattern) {
		List<String> segments = new ArrayList<>();
		int depth = 0;
		int start = 0;
		for (int i = 0; i < pattern.length(); i++) {
			switch (pattern.charAt(i)) {
				case '{' -> depth++;
				case '}' -> depth--;
				case '/' -> {
					if (depth == 0) {
						segments.add(pattern.substring(start, i));
						start = i + 1;
					}
				}
				default -> {
				}
			}
		}
		segments.add(pattern.substring(start));
		return segments;
	}

	private static boolean isMultiple(String segment) {
		return segment.equals("**") || segment.startsWith("{*");
	}

	private static boolean isVariable(String segment) {
		return segment.indexOf('{') >= 0 || segment.indexOf('*') >= 0 || segment.indexOf('?') >= 0;
	}

}
