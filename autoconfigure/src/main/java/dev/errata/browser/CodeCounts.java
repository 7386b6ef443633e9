package dev.errata.browser;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.Contract;
import dev.errata.error.ApiError;
import dev.errata.error.ErrorListener;
import org.jspecify.annotations.Nullable;

/**
 * How often each code was sent since the application has started, and when last.
 */
final class CodeCounts implements ErrorListener {

	private final Clock clock;

	private final ConcurrentMap<String, Count> counts = new ConcurrentHashMap<>();

	CodeCounts(Clock clock) {
		this.clock = clock;
	}

	@Override
	public void onError(ApiError error) {
		Count count = this.counts.computeIfAbsent(error.contract() + "/" + error.code(), (key) -> new Count());
		count.times.increment();
		count.last = this.clock.instant();
	}

	/**
	 * Return what is known of a code, or {@code null} if it was not sent.
	 */
	@Nullable Count of(Contract contract, CatalogEntry entry) {
		return this.counts.get(contract.name() + "/" + entry.code());
	}

	/**
	 * How often, and when last.
	 */
	static final class Count {

		private final LongAdder times = new LongAdder();

		private volatile Instant last = Instant.EPOCH;

		long times() {
			return this.times.sum();
		}

		Instant last() {
			return this.last;
		}

	}

}
