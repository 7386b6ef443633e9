package dev.errata.web.reactive;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

import dev.errata.requestid.RequestIdAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * The entries of a request in its {@link HandlingContext}: the hooks, and the id, which
 * Micrometer's context propagation puts into the logging context of each thread. Reactor
 * would compare all keys of a context of its own with each other, for every request.
 *
 * @param hooks the hooks
 * @param requestId the id of the request
 */
record HandlingEntries(LocalHooks hooks, String requestId) implements Context {

	private static final List<String> KEYS = List.of(LocalHooks.ON_OPERATOR_ERROR, LocalHooks.ON_NEXT_ERROR,
			LocalHooks.ON_ERROR_DROPPED, RequestIdAccessor.KEY);

	private @Nullable Object find(Object key) {
		if (LocalHooks.ON_OPERATOR_ERROR.equals(key)) {
			return LocalHooks.OPERATOR_ERROR;
		}
		if (LocalHooks.ON_NEXT_ERROR.equals(key) || LocalHooks.ON_ERROR_DROPPED.equals(key)) {
			return this.hooks;
		}
		return RequestIdAccessor.KEY.equals(key) ? this.requestId : null;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> T get(Object key) {
		Object value = find(key);
		if (value == null) {
			throw new NoSuchElementException("Context does not contain key: " + key);
		}
		return (T) value;
	}

	@Override
	public boolean hasKey(Object key) {
		return find(key) != null;
	}

	@Override
	public int size() {
		return KEYS.size();
	}

	@Override
	public Stream<Map.Entry<Object, Object>> stream() {
		return KEYS.stream().map((key) -> Map.entry(key, get(key)));
	}

	@Override
	public Context put(Object key, Object value) {
		Map<Object, Object> entries = asMap();
		entries.put(key, value);
		return Context.of(entries);
	}

	@Override
	public Context delete(Object key) {
		if (!hasKey(key)) {
			return this;
		}
		Map<Object, Object> entries = asMap();
		entries.remove(key);
		return Context.of(entries);
	}

	private Map<Object, Object> asMap() {
		Map<Object, Object> entries = new HashMap<>();
		KEYS.forEach((key) -> entries.put(key, get(key)));
		return entries;
	}

}
