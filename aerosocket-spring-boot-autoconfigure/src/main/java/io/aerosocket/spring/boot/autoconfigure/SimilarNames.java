package io.aerosocket.spring.boot.autoconfigure;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Finds what somebody may have meant by a name that does not exist.
 */
final class SimilarNames {

	private static final int MOST = 3;

	private SimilarNames() {
	}

	/**
	 * Finds names.
	 * @param name what was written
	 * @param names what could have been written
	 * @return the nearest first; none if nothing is near
	 */
	static List<String> of(String name, Collection<String> names) {
		return names.stream()
			.filter((candidate) -> distance(name, candidate) <= limit(name))
			.sorted(Comparator.<String>comparingInt((candidate) -> distance(name, candidate))
				.thenComparing(Comparator.naturalOrder()))
			.limit(MOST)
			.toList();
	}

	private static int limit(String name) {
		return Math.max(2, name.length() / 10);
	}

	private static int distance(String name, String candidate) {
		if (words(name).equals(words(candidate))) {
			return 0;
		}
		int edits = edits(name, candidate);
		boolean sameEnd = last(name).equals(last(candidate)) && words(candidate).containsAll(words(name));
		return sameEnd ? Math.min(1, edits) : edits;
	}

	// "max-message-size" is "message.max-size" to whoever wrote it.
	private static Set<String> words(String name) {
		return Set.copyOf(Arrays.asList(name.split("[.\\-_]")));
	}

	private static String last(String name) {
		return name.substring(name.lastIndexOf('.') + 1);
	}

	// Levenshtein, and two neighbours that changed places count as one edit.
	private static int edits(String one, String other) {
		int[][] edits = new int[one.length() + 1][other.length() + 1];
		for (int i = 0; i <= one.length(); i++) {
			for (int j = 0; j <= other.length(); j++) {
				edits[i][j] = (i == 0 || j == 0) ? i + j : step(edits, one, other, i, j);
			}
		}
		return edits[one.length()][other.length()];
	}

	private static int step(int[][] edits, String one, String other, int i, int j) {
		int substituted = edits[i - 1][j - 1] + ((one.charAt(i - 1) != other.charAt(j - 1)) ? 1 : 0);
		int best = Math.min(substituted, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
		boolean swapped = i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
				&& one.charAt(i - 2) == other.charAt(j - 1);
		return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
	}

}
