package dev.errata.error;

/**
 * Is told of every failure, once, before the client is. Listeners are called in their
 * order, on the thread that answers, by many threads at once; they should be quick. One
 * that throws is logged, and the others are called all the same.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ErrorListener {

	/**
	 * Take notice of a failure.
	 * @param error the error as it goes out
	 */
	void onError(ApiError error);

}
