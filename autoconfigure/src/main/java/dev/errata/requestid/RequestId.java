package dev.errata.requestid;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The id of the request that the current thread works for. It is kept in the logging
 * context (MDC) under {@value #MDC_KEY}, so that every log line can include it.
 *
 * @since 0.1.0
 */
public final class RequestId {

	/** The key of the id in the logging context. */
	public static final String MDC_KEY = "requestId";

	private static final Scope NONE_BEFORE = () -> MDC.remove(MDC_KEY);

	private RequestId() {
	}

	/**
	 * Return the id of the current request.
	 * @return the id, or {@code null} if this thread works for none
	 */
	public static @Nullable String current() {
		return MDC.get(MDC_KEY);
	}

	/**
	 * Let the current thread work for a request until the scope is closed.
	 * @param id the id of the request
	 * @return the scope, which restores what was before
	 */
	public static Scope open(String id) {
		String before = MDC.get(MDC_KEY);
		MDC.put(MDC_KEY, id);
		return (before != null) ? () -> MDC.put(MDC_KEY, before) : NONE_BEFORE;
	}

	/**
	 * The time in which a thread works for a request.
	 */
	@FunctionalInterface
	public interface Scope extends AutoCloseable {

		@Override
		void close();

	}

}
