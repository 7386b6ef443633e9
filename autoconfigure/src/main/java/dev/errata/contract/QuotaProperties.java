package dev.errata.contract;

import java.time.Duration;
import java.util.Map;

import dev.errata.quota.QuotaPreset;
import org.jspecify.annotations.Nullable;

/**
 * The headers that show quotas on every response, successful or not.
 *
 * @param preset Ready-made headers: 'ratelimit', 'x-ratelimit' or 'none' (the default).
 * @param headers Response headers by name, with the placeholders {name}, {used}, {cap},
 * {remaining}, {reset}, {reset-after} and {window}.
 * @param timeout How long a response waits for a quota provider. 0 asks it in the thread
 * of the request, without a limit.
 */
record QuotaProperties(@Nullable QuotaPreset preset, @Nullable Map<String, String> headers,
		@Nullable Duration timeout) {
}
