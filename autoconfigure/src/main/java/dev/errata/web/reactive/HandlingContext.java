package dev.errata.web.reactive;

import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * An entry that somebody has added to what Reactor carries along while a request is
 * handled, in front of the other entries. A context of Reactor would copy those, for each
 * of the half a dozen entries that Spring adds to every request.
 */
final class HandlingContext implements Context {

	/** How many entries may stand one before the other. */
	private static final int MAX_DEPTH = 12;

	private final Context rest;

	private final Object key;

	private final Object value;

	private HandlingContext(Context rest, Object key, Object value) {
		this.rest = rest;
		this.key = Objects.requireNonNull(key, "key");
		this.value = Objects.requireNonNull(value, "value");
	}

	/**
	 * Add an entry to a context, or replace one.
	 */
	static Context put(Context context, Object key, Object value) {
		Context rest = (depth(context) < MAX_DEPTH) ? context : Context.of(asMap(context));
		return new HandlingContext(rest, key, value);
	}

	/**
	 * Add the entries of another context, or replace those that differ.
	 */
	static Context putAll(Context context, ContextView other) {
		return other.stream()
			.filter((entry) -> context.getOrDefault(entry.getKey(), null) != entry.getValue())
			.reduce(context, (result, entry) -> result.put(entry.getKey(), entry.getValue()),
					(one, another) -> another);
	}

	/**
	 * Remove an entry from a context.
	 */
	static Context delete(Context context, Object key) {
		if (!context.hasKey(key)) {
			return context;
		}
		Map<Object, Object> entries = asMap(context);
		entries.remove(key);
		return Context.of(entries);
	}

	private static int depth(Context context) {
		int depth = 0;
		Context next = context;
		while (next instanceof HandlingContext entry) {
			depth++;
			next = entry.rest;
		}
		return depth;
	}

	private static Map<Object, Object> asMap(Context context) {
		Map<Object, Object> entries = new HashMap<>();
		Context next = context;
		while (next instanceof HandlingContext entry) {
			entries.putIfAbsent(entry.key, entry.value);
			next = entry.rest;
		}
		next.stream().forEach((entry) -> entries.putIfAbsent(entry.getKey(), entry.getValue()));
		return entries;
	}

	@Override
	public <T> T get(Object key) {
		T value = getOrDefault(key, null);
		if (value == null) {
			throw new NoSuchElementException("Context does not contain key: " + key);
		}
		return value;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T getOrDefault(Object key, @Nullable T defaultValue) {
		Context next = this;
		while (next instanceof HandlingContext entry) {
			if (entry.key.equals(key)) {
				return (T) entry.value;
			}
			next = entry.rest;
		}
		return next.getOrDefault(key, defaultValue);
	}

	@Override
	public boolean hasKey(Object key) {
		return getOrDefault(key, null) != null;
	}

	@Override
	public boolean isEmpty() {
		return false;
	}

	@Override
	public int size() {
		return asMap(this).size();
	}

	@Override
	public Stream<Map.Entry<Object, Object>> stream() {
		return asMap(this).entrySet().stream();
	}

	@Override
	public Context put(Object key, Object value) {
		return put(this, key, value);
	}

	@Override
	public Context putAll(ContextView other) {
		return putAll(this, other);
	}

	@Override
	public Context delete(Object key) {
		return delete(this, key);
	}

	@Override
	public String toString() {
		return "HandlingContext" + asMap(this);
	}

}
