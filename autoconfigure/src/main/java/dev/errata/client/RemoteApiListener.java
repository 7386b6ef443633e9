package dev.errata.client;

/**
 * Listener for calls that are repeated. Listeners are called in their order, on the
 * thread that calls, by many threads at once; they should be quick. One that throws is
 * logged, and the call goes on.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RemoteApiListener {

	/**
	 * Take notice of an attempt that was not the first of its call.
	 * @param client the name of the service below {@code errata.clients}
	 * @param succeeded whether the attempt succeeded
	 */
	void onRetry(String client, boolean succeeded);

}
