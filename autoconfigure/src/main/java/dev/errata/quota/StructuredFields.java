package dev.errata.quota;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Writes quotas as structured fields (RFC 9651): a list of strings with parameters.
 */
final class StructuredFields {

	private static final int MAX_LENGTH = 100;

	private StructuredFields() {
	}

	/**
	 * Return the value of {@code RateLimit}: {@code "daily";r=50;t=30}.
	 */
	static @Nullable String limits(List<Quota> quotas, Instant now) {
		StringBuilder field = new StringBuilder();
		for (Quota quota : quotas) {
			start(field, quota).append(";r=").append(quota.remaining());
			Long seconds = quota.secondsUntilReset(now);
			if (seconds != null) {
				field.append(";t=").append(seconds);
			}
		}
		return field.isEmpty() ? null : field.toString();
	}

	/**
	 * Return the value of {@code RateLimit-Policy}: {@code "daily";q=100;w=86400}.
	 */
	static @Nullable String policies(List<Quota> quotas) {
		StringBuilder field = new StringBuilder();
		for (Quota quota : quotas) {
			start(field, quota).append(";q=").append(quota.cap());
			long window = (quota.window() != null) ? quota.window().toSeconds() : 0;
			// a window must not be zero
			if (window > 0) {
				field.append(";w=").append(Quota.bounded(window));
			}
		}
		return field.isEmpty() ? null : field.toString();
	}

	private static StringBuilder start(StringBuilder field, Quota quota) {
		if (!field.isEmpty()) {
			field.append(", ");
		}
		String name = printable(quota.name()).replace("\\", "\\\\").replace("\"", "\\\"");
		return field.append('"').append(name).append('"');
	}

	/**
	 * Make a text fit for a header: printable ASCII of a bounded length.
	 */
	static String printable(String text) {
		StringBuilder printable = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
		for (int i = 0; i < text.length() && i < MAX_LENGTH; i++) {
			char c = text.charAt(i);
			printable.append((c >= ' ' && c <= '~') ? c : '?');
		}
		return printable.toString();
	}

}
