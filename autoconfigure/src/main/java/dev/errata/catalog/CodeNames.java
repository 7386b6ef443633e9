package dev.errata.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Compares names without regard to case and separators.
 *
 * @since 0.1.0
 * @hidden
 */
public final class CodeNames {

	/** Codes, and variables that set a property of a code, are no longer than this. */
	private static final int MAX_LENGTH = 100;

	private CodeNames() {
	}

	/**
	 * Fold a name to its letters and digits in lower case, so that all spellings of a
	 * name are equal.
	 * @param name the name
	 * @return the folded name
	 */
	public static String fold(String name) {
		StringBuilder folded = new StringBuilder(name.length());
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (Character.isLetterOrDigit(c)) {
				folded.append(Character.toLowerCase(c));
			}
		}
		return folded.toString();
	}

	/**
	 * Return the names that differ from a mistyped one in few letters.
	 * @param name the mistyped name
	 * @param names the known names
	 * @return at most three of them, best first
	 */
	public static List<String> nearest(String name, Collection<String> names) {
		String folded = fold(name);
		// a few letters are too many for a short name
		int most = Math.min(Math.max(2, folded.length() / 3), (folded.length() - 1) / 2);
		record Candidate(String name, int distance) {
		}
		return names.stream()
			.map((candidate) -> new Candidate(candidate, distance(folded, fold(candidate))))
			.filter((candidate) -> candidate.distance() <= most)
			.sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
			.limit(3)
			.map(Candidate::name)
			.toList();
	}

	/**
	 * Return the names that are most similar to an unknown one: the {@linkplain #nearest
	 * nearest} ones, else those that begin with the same word.
	 * @param name the unknown name
	 * @param names the known names
	 * @return at most three of them
	 */
	public static List<String> alike(String name, Collection<String> names) {
		List<String> nearest = nearest(name, names);
		String word = firstWord(name);
		if (!nearest.isEmpty() || word.length() < 3) {
			return nearest;
		}
		return names.stream().filter((candidate) -> word.equals(firstWord(candidate))).sorted().limit(3).toList();
	}

	/**
	 * Return whether two names differ in one or two letters, as by a typing error.
	 * @param name a name
	 * @param other another name
	 * @return whether they are almost, but not quite, the same
	 */
	public static boolean isAlmost(String name, String other) {
		String folded = fold(name);
		String otherFolded = fold(other);
		if (Math.abs(folded.length() - otherFolded.length()) > 2) {
			return false;
		}
		int distance = distance(folded, otherFolded);
		return distance > 0 && distance <= Math.min(2, (folded.length() - 1) / 2);
	}

	/**
	 * Return a question that suggests names.
	 * @param names the names, at least one of them
	 * @return a question: {@code Did you mean order_shipped or order_closed?}
	 */
	public static String didYouMean(Collection<String> names) {
		return "Did you mean " + String.join(" or ", names) + "?";
	}

	private static String firstWord(String name) {
		return name.split("[^A-Za-z0-9]", 2)[0].toLowerCase(Locale.ROOT);
	}

	/**
	 * Return how many letters are missing, too many, wrong or swapped with the next one.
	 */
	private static int distance(String a, String b) {
		if (a.length() > MAX_LENGTH || b.length() > MAX_LENGTH) {
			return Integer.MAX_VALUE;
		}
		int[][] distances = new int[a.length() + 1][b.length() + 1];
		for (int i = 0; i <= a.length(); i++) {
			for (int j = 0; j <= b.length(); j++) {
				distances[i][j] = (i == 0 || j == 0) ? i + j : distance(distances, a, i, b, j);
			}
		}
		return distances[a.length()][b.length()];
	}

	private static int distance(int[][] distances, String a, int i, String b, int j) {
		boolean same = a.charAt(i - 1) == b.charAt(j - 1);
		int distance = Math.min(distances[i - 1][j - 1] + (same ? 0 : 1),
				Math.min(distances[i - 1][j], distances[i][j - 1]) + 1);
		boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
		return swapped ? Math.min(distance, distances[i - 2][j - 2] + 1) : distance;
	}

}
