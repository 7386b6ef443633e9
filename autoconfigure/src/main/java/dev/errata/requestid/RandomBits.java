package dev.errata.requestid;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/**
 * Random bits for ids, which are to be unique and need not be secret: every request takes
 * some, so they come from fast generators. These are seeded securely and split, so that
 * no two of them walk the same sequence; there are several, so that threads rarely meet.
 */
final class RandomBits {

	private static final SplittableRandom[] GENERATORS = new SplittableRandom[16];

	static {
		SecureRandom seeds = new SecureRandom();
		for (int i = 0; i < GENERATORS.length; i++) {
			GENERATORS[i] = new SplittableRandom(seeds.nextLong()).split();
		}
	}

	private RandomBits() {
	}

	static long next() {
		SplittableRandom generator = GENERATORS[(int) Thread.currentThread().getId() & (GENERATORS.length - 1)];
		synchronized (generator) {
			return generator.nextLong();
		}
	}

}
