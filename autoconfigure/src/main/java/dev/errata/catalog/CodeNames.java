package dev.errata.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How names are compared: case and separators do not count.
 *
 * @since 0.1.0
 */
public final class CodeNames {

	private CodeNames() {
	}

	/**
	 * Fold a name to its lower-case letters and digits, so that two spellings of one name
	 * are equal.
	 * @param name the name
	 * @return what counts of it
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
	 * Return the names that a mistyped one was perhaps meant to be: those that differ in
	 * few letters, else those that begin with the same word.
	 * @param name the mistyped name
	 * @param names those that there are
	 * @return at most three of them, best first
	 */
	public static List<String> nearest(String name, Collection<String> names) {
		String folded = fold(name);
		record Candidate(String name, int distance) {
		}
		// of a short name, a few letters are all
		int most = Math.min(Math.max(2, folded.length() / 3), (folded.length() - 1) / 2);
		List<Candidate> candidates = names.stream()
			.map((candidate) -> new Candidate(candidate, distance(folded, fold(candidate))))
			.sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
			.toList();
		List<Candidate> nearest = candidates.stream().filter((candidate) -> candidate.distance() <= most).toList();
		if (nearest.isEmpty()) {
			String word = firstWord(name);
			nearest = candidates.stream()
				.filter((candidate) -> word.length() > 2 && word.equals(firstWord(candidate.name())))
				.toList();
		}
		return nearest.stream().limit(3).map(Candidate::name).toList();
	}

	private static String firstWord(String name) {
		return name.split("[^A-Za-z0-9]", 2)[0].toLowerCase(Locale.ROOT);
	}

	private static int distance(String a, String b) {
		if (a.length() > 64 || b.length() > 64) {
			return Integer.MAX_VALUE;
		}
		int[] row = new int[b.length() + 1];
		for (int j = 0; j <= b.length(); j++) {
			row[j] = j;
		}
		for (int i = 1; i <= a.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= b.length(); j++) {
				int above = row[j];
				int replaced = diagonal + ((a.charAt(i - 1) != b.charAt(j - 1)) ? 1 : 0);
				row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
				diagonal = above;
			}
		}
		return row[b.length()];
	}

}
