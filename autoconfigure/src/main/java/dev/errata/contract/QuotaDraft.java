package dev.errata.contract;

import java.time.Duration;
import java.util.Map;

import dev.errata.properties.FaultReport;
import dev.errata.quota.QuotaHeaders;
import dev.errata.quota.QuotaPreset;
import org.jspecify.annotations.Nullable;

/**
 * The properties of the headers of quotas, merged from those of a contract and those that
 * it inherits. A preset or headers of a contract replace all inherited ones.
 *
 * @param preset the ready-made headers, or {@code null} for none
 * @param headers the templates of further headers by name
 * @param timeout how long a response waits for a provider
 */
record QuotaDraft(@Nullable QuotaPreset preset, Map<String, String> headers, Duration timeout) {

	static final QuotaDraft DEFAULT = new QuotaDraft(null, Map.of(), QuotaHeaders.DEFAULT_TIMEOUT);

	private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(10);

	QuotaDraft with(QuotaProperties properties, Map<String, String> headers) {
		Duration timeout = (properties.timeout() != null) ? properties.timeout() : this.timeout;
		return (properties.preset() != null || !headers.isEmpty())
				? new QuotaDraft(properties.preset(), headers, timeout)
				: new QuotaDraft(this.preset, this.headers, timeout);
	}

	QuotaHeaders build() {
		return QuotaHeaders.compile(this.preset, this.headers, this.timeout);
	}

	/**
	 * Check the properties of the headers of quotas.
	 */
	static void check(String property, QuotaProperties properties, Map<String, String> headers, FaultReport report) {
		headers.forEach((name, value) -> report.checkTemplate(property + ".headers." + name, value,
				(text) -> QuotaHeaders.check(name, text)));
		Duration timeout = properties.timeout();
		if (timeout != null && (timeout.isNegative() || timeout.compareTo(LONGEST_TIMEOUT) > 0)) {
			report.add(property + ".timeout", timeout, "The timeout must be between 0 and 10 seconds.",
					"Use a duration such as 100ms.");
		}
	}

}
