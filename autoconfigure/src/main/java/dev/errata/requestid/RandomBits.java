package dev.errata.requestid;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Random bits for ids, which are to be unique and need not be secret: every request takes
 * some, and a secure generator would cost more than all the rest of its id. The
 * generators have 256 bits of state and are seeded securely; there are several, so that
 * threads rarely meet.
 */
final class RandomBits {

	private static final RandomGenerator[] GENERATORS = new RandomGenerator[16];

	static {
		RandomGeneratorFactory<RandomGenerator> factory = RandomGeneratorFactory.of("L64X256MixRandom");
		SecureRandom seeds = new SecureRandom();
		for (int i = 0; i < GENERATORS.length; i++) {
			GENERATORS[i] = factory.create(seeds.generateSeed(40));
		}
	}

	private RandomBits() {
	}

	static long next() {
		RandomGenerator generator = GENERATORS[(int) Thread.currentThread().getId() & (GENERATORS.length - 1)];
		synchronized (generator) {
			return generator.nextLong();
		}
	}

}
