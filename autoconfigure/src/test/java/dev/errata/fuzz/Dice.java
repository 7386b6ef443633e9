package dev.errata.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What decides about one request. The same seed and index always decide the same.
 */
final class Dice {

	private final SplittableRandom random;

	Dice(long seed, long index) {
		this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index * 0xC2B2AE3D27D4EB4FL);
	}

	/**
	 * Return a number from 0 to below the bound.
	 */
	int below(int bound) {
		return this.random.nextInt(bound);
	}

	/**
	 * Return whether the one case in so many has come.
	 */
	boolean oneIn(int cases) {
		return below(cases) == 0;
	}

	@SafeVarargs
	final <T> T oneOf(T... choices) {
		return choices[below(choices.length)];
	}

	<T> T oneOf(List<T> choices) {
		return choices.get(below(choices.size()));
	}

	/**
	 * Return a text of any bytes, control characters included.
	 */
	String junk(int maxLength) {
		StringBuilder junk = new StringBuilder();
		for (int length = below(maxLength + 1); length > 0; length--) {
			junk.append((char) (oneIn(4) ? below(256) : 32 + below(95)));
		}
		return junk.toString();
	}

}
