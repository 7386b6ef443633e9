package dev.errata.web.reactive;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.errata.requestid.RequestIdAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * What Reactor carries along from the beginning of a request: the hooks, the id, which
 * Micrometer's context propagation puts into the logging context of each thread, and the
 * entries of the server, which may replace these. Reactor would compare all keys of a
 * context of its own with each other, for every request.
 *
 * @param hooks the hooks
 * @param requestId the id of the request
 * @param server the entries of the server
 */
record HandlingEntries(LocalHooks hooks, String requestId, Context server) implements HandlingContext {

	private static final List<String> KEYS = List.of(LocalHooks.ON_OPERATOR_ERROR, LocalHooks.ON_NEXT_ERROR,
			LocalHooks.ON_ERROR_DROPPED, RequestIdAccessor.KEY);

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T getOrDefault(Object key, @Nullable T defaultValue) {
		T value = this.server.getOrDefault(key, null);
		if (value == null) {
			value = (T) own(key);
		}
		return (value != null) ? value : defaultValue;
	}

	private @Nullable Object own(Object key) {
		if (LocalHooks.ON_OPERATOR_ERROR.equals(key)) {
			return LocalHooks.OPERATOR_ERROR;
		}
		if (LocalHooks.ON_NEXT_ERROR.equals(key) || LocalHooks.ON_ERROR_DROPPED.equals(key)) {
			return this.hooks;
		}
		return RequestIdAccessor.KEY.equals(key) ? this.requestId : null;
	}

	@Override
	public Stream<Map.Entry<Object, Object>> stream() {
		return Stream.concat(
				KEYS.stream().filter((key) -> !this.server.hasKey(key)).map((key) -> Map.entry(key, get(key))),
				this.server.stream());
	}

}
