package dev.errata.wire;

import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Buffers of Netty that nobody has released. Netty tells when the garbage collector has
 * found one, and the next is allocated.
 */
final class Leaks {

	private static final List<String> FOUND = new CopyOnWriteArrayList<>();

	private static final int ROUNDS = 20;

	private static final long MILLISECOND = 1_000_000;

	static {
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
		try {
			// its factory is asked once, by the first who allocates
			Field detector = ByteBuf.class.getClassLoader()
				.loadClass("io.netty.buffer.AbstractByteBuf")
				.getDeclaredField("leakDetector");
			detector.setAccessible(true);
			((ResourceLeakDetector<?>) detector.get(null)).setLeakListener((type, records) -> FOUND.add(records));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Leaks() {
	}

	/**
	 * Follow all buffers from now on.
	 */
	static void watch() {
		// the class has been initialized
	}

	/**
	 * Fail if a buffer was lost since the last call.
	 */
	static void verifyNone() {
		assertThat(find()).as("buffers that were not released").isEmpty();
	}

	/**
	 * Forget the buffers that were lost since the last call.
	 */
	static void forget() {
		find();
	}

	private static List<String> find() {
		System.gc();
		for (int i = 0; i < ROUNDS; i++) {
			ByteBufAllocator.DEFAULT.buffer(1).release();
			LockSupport.parkNanos(MILLISECOND);
		}
		List<String> found = List.copyOf(FOUND);
		FOUND.removeAll(found);
		return found;
	}

}
