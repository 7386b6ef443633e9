package dev.errata.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The headers with quotas in every response of a contract, errors included.
 *
 * @since 0.1.0
 * @hidden
 */
public final class QuotaHeaders {

	/** Default for the time to wait for providers. */
	public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(500);

	/** No headers. */
	public static final QuotaHeaders NONE = new QuotaHeaders(QuotaPreset.NONE, List.of(), DEFAULT_TIMEOUT);

	private static final String LIMITS = "RateLimit";

	private static final String POLICIES = "RateLimit-Policy";

	private final boolean structured;

	private final List<QuotaHeader> headers;

	private final Duration timeout;

	private QuotaHeaders(QuotaPreset preset, List<QuotaHeader> headers, Duration timeout) {
		List<QuotaHeader> all = new ArrayList<>();
		if (preset == QuotaPreset.X_RATELIMIT) {
			all.add(QuotaHeader.compile("X-RateLimit-Limit", "{cap}"));
			all.add(QuotaHeader.compile("X-RateLimit-Remaining", "{remaining}"));
			all.add(QuotaHeader.compile("X-RateLimit-Reset", "{reset}"));
		}
		all.addAll(headers);
		this.structured = preset == QuotaPreset.RATELIMIT;
		this.headers = List.copyOf(all);
		this.timeout = timeout;
	}

	/**
	 * Compile the headers of a contract.
	 * @param preset the ready-made headers, or {@code null} for none
	 * @param headers templates of further headers by name
	 * @param timeout the time to wait for providers; zero calls them in the thread of the
	 * request, without a limit
	 * @return the headers
	 * @throws dev.errata.template.InvalidTemplateException if a header cannot be filled
	 */
	public static QuotaHeaders compile(@Nullable QuotaPreset preset, Map<String, String> headers, Duration timeout) {
		Assert.notNull(headers, "'headers' must not be null");
		Assert.notNull(timeout, "'timeout' must not be null");
		List<QuotaHeader> compiled = new ArrayList<>();
		for (Map.Entry<String, String> header : headers.entrySet()) {
			compiled.add(QuotaHeader.compile(header.getKey(), header.getValue()));
		}
		return new QuotaHeaders((preset != null) ? preset : QuotaPreset.NONE, compiled, timeout);
	}

	/**
	 * Check a header.
	 * @param name the name of the header
	 * @param value the template of its value
	 * @throws dev.errata.template.InvalidTemplateException if it cannot be filled
	 */
	public static void check(String name, String value) {
		QuotaHeader.compile(name, value);
	}

	/**
	 * Return whether there are no headers.
	 * @return whether the contract has no headers for quotas
	 */
	public boolean isEmpty() {
		return !this.structured && this.headers.isEmpty();
	}

	/**
	 * Return the names of the headers.
	 * @return the names, in the spelling of the configuration
	 */
	public List<String> names() {
		List<String> names = new ArrayList<>(this.structured ? List.of(LIMITS, POLICIES) : List.of());
		this.headers.forEach((header) -> names.add(header.name()));
		return names;
	}

	/**
	 * Return the time to wait for providers.
	 * @return the time; zero for no limit
	 */
	public Duration timeout() {
		return this.timeout;
	}

	/**
	 * Write the headers of a response.
	 * @param quotas the quotas of the caller, the most important one first
	 * @param now the present moment
	 * @return the values by name; empty where there are no quotas
	 */
	public Map<String, String> values(List<Quota> quotas, Instant now) {
		Map<String, String> values = new LinkedHashMap<>();
		if (quotas.isEmpty()) {
			return values;
		}
		if (this.structured) {
			put(values, LIMITS, StructuredFields.limits(quotas, now));
			put(values, POLICIES, StructuredFields.policies(quotas));
		}
		QuotaHeader.Moment moment = new QuotaHeader.Moment(quotas.get(0), now);
		for (QuotaHeader header : this.headers) {
			put(values, header.name(), header.value(moment));
		}
		return values;
	}

	private static void put(Map<String, String> values, String name, @Nullable String value) {
		if (value != null) {
			values.put(name, value);
		}
	}

}
