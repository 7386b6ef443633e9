package dev.errata.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;

import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.error.ApiError;
import dev.errata.error.ErrorListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Counts errors by contract, code, status and retry advice: {@code errata.errors}. Each
 * pair of a code and one of its statuses is there from the start, at zero. Its tags come
 * from the catalogs, never from a request.
 */
final class ErrorMetrics implements ErrorListener {

	private static final String NAME = "errata.errors";

	private static final int FIRST_STATUS = 400;

	private static final int STATUSES = 200;

	private final MeterRegistry registry;

	private final Map<String, Map<String, Counters>> contracts = new HashMap<>();

	ErrorMetrics(MeterRegistry registry, Contracts contracts) {
		this.registry = registry;
		for (Contract contract : contracts.all()) {
			Map<String, Counters> codes = new HashMap<>();
			for (CatalogEntry entry : contract.catalog().entries()) {
				Counters counters = codes.computeIfAbsent(entry.code(), (code) -> new Counters(contract.name(), entry));
				entry.statuses().forEach(counters::at);
			}
			this.contracts.put(contract.name(), codes);
		}
	}

	@Override
	public void onError(ApiError error) {
		Map<String, Counters> codes = this.contracts.get(error.contract());
		Counters counters = (codes != null) ? codes.get(error.code()) : null;
		Counter counter = (counters != null) ? counters.at(error.status()) : null;
		if (counter != null) {
			counter.increment();
		}
	}

	/**
	 * The counters of a code. A code that answers a root keeps the truthful status, so
	 * there may be others than it declares.
	 */
	private final class Counters {

		private final AtomicReferenceArray<@Nullable Counter> byStatus = new AtomicReferenceArray<>(STATUSES);

		private final String contract;

		private final CatalogEntry entry;

		Counters(String contract, CatalogEntry entry) {
			this.contract = contract;
			this.entry = entry;
		}

		@Nullable Counter at(int status) {
			int index = status - FIRST_STATUS;
			if (index < 0 || index >= STATUSES) {
				return null;
			}
			Counter counter = this.byStatus.get(index);
			if (counter == null) {
				// the registry has one for each set of tags, whoever comes first
				counter = register(status);
				this.byStatus.set(index, counter);
			}
			return counter;
		}

		private Counter register(int status) {
			Boolean retryable = this.entry.description(status).retryable();
			return Counter.builder(NAME)
				.description("Errors that were answered")
				.tag("contract", this.contract)
				.tag("code", this.entry.code())
				.tag("status", Integer.toString(status))
				.tag("retryable", (retryable != null) ? retryable.toString() : "unknown")
				.register(ErrorMetrics.this.registry);
		}

	}

}
