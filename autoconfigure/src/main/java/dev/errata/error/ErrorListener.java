package dev.errata.error;

/**
 * Listener for errors. It is called once for every failure, before the response is sent.
 * Listeners are called in their order, on the thread that answers, by many threads at
 * once; they should be quick. One that throws is logged, and the others are still called.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ErrorListener {

	/**
	 * Called for a failure.
	 * @param error the error as it goes out
	 */
	void onError(ApiError error);

}
