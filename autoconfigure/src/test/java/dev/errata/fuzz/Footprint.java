package dev.errata.fuzz;

import java.lang.management.ManagementFactory;

import com.sun.management.UnixOperatingSystemMXBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the process holds.
 *
 * @param heap bytes that are in use after a collection
 * @param threads live threads
 * @param files open files and sockets, 0 where the system does not tell
 */
record Footprint(long heap, int threads, long files) {

	private static final long HEAP_TOLERANCE = 24_000_000;

	private static final int TOLERANCE = 40;

	static Footprint taken() {
		System.gc();
		return new Footprint(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
				ManagementFactory.getThreadMXBean().getThreadCount(),
				(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)
						? system.getOpenFileDescriptorCount() : 0);
	}

	/**
	 * Assert that no more is held than before, but for what pools have grown by.
	 */
	void assertFlatSince(Footprint before) {
		assertThat(this.heap).as("heap").isLessThan(before.heap + HEAP_TOLERANCE);
		assertThat(this.threads).as("threads").isLessThan(before.threads + TOLERANCE);
		assertThat(this.files).as("open files").isLessThan(before.files + TOLERANCE);
	}

}
