package dev.errata.quota;

/**
 * A ready-made set of headers.
 *
 * @since 0.1.0
 * @hidden
 */
public enum QuotaPreset {

	/** No headers. */
	NONE,

	/**
	 * {@code RateLimit} and {@code RateLimit-Policy} as structured fields, for all quotas
	 * (draft-ietf-httpapi-ratelimit-headers-11).
	 */
	RATELIMIT,

	/**
	 * {@code X-RateLimit-Limit}, {@code X-RateLimit-Remaining} and
	 * {@code X-RateLimit-Reset} in seconds since 1970, for the first quota.
	 */
	X_RATELIMIT

}
