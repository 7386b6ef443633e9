package dev.errata.client;

/**
 * Counts repeated attempts.
 */
@FunctionalInterface
interface RetryCounter {

	/** A counter that does not count. */
	RetryCounter NONE = (client, succeeded) -> {
	};

	/**
	 * Count an attempt that was not the first of its call.
	 * @param client the name of the service that was called
	 * @param succeeded whether the attempt succeeded
	 */
	void count(String client, boolean succeeded);

}
