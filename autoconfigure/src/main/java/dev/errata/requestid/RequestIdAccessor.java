package dev.errata.requestid;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Propagates the request id from thread to thread with Micrometer's context propagation,
 * which finds it as a service.
 *
 * @since 0.1.0
 */
public final class RequestIdAccessor implements ThreadLocalAccessor<String> {

	/** The key of the id among the propagated values. */
	public static final String KEY = "errata.requestId";

	@Override
	public Object key() {
		return KEY;
	}

	@Override
	public @Nullable String getValue() {
		return RequestId.current();
	}

	@Override
	public void setValue(String id) {
		MDC.put(RequestId.MDC_KEY, id);
	}

	@Override
	public void setValue() {
		MDC.remove(RequestId.MDC_KEY);
	}

}
