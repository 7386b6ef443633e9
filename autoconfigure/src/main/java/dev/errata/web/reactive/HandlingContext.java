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
 * What Reactor carries along while a request is handled: {@link HandlingEntries}, and in
 * front of them one {@link Added} for each entry that somebody has added. A context of
 * Reactor would copy the others, for each of the half a dozen entries that Spring adds to
 * every request.
 */
sealed interface HandlingContext extends Context permits HandlingEntries, HandlingContext.Added {

	/** How many entries may stand one before the other. */
	int MAX_DEPTH = 12;

	@Override
	default <T> T get(Object key) {
		T value = getOrDefault(key, null);
		if (value == null) {
			throw new NoSuchElementException("Context does not contain key: " + key);
		}
		return value;
	}

	@Override
	default boolean hasKey(Object key) {
		return getOrDefault(key, null) != null;
	}

	@Override
	default boolean isEmpty() {
		return false;
	}

	@Override
	default int size() {
		return (int) stream().count();
	}

	@Override
	default Context put(Object key, Object value) {
		return new Added((depth(this) < MAX_DEPTH) ? this : Context.of(asMap(this)), key, value);
	}

	@Override
	default Context putAll(ContextView other) {
		Context[] result = { this };
		// unlike a stream, this allocates nothing else for the contexts of Spring
		// Security
		other.forEach((key, value) -> {
			if (getOrDefault(key, null) != value) {
				result[0] = result[0].put(key, value);
			}
		});
		return result[0];
	}

	@Override
	default Context delete(Object key) {
		if (!hasKey(key)) {
			return this;
		}
		Map<Object, Object> entries = asMap(this);
		entries.remove(key);
		return Context.of(entries);
	}

	private static int depth(Context context) {
		int depth = 0;
		Context next = context;
		while (next instanceof Added added) {
			depth++;
			next = added.rest;
		}
		return depth;
	}

	private static Map<Object, Object> asMap(Context context) {
		Map<Object, Object> entries = new HashMap<>();
		Context next = context;
		while (next instanceof Added added) {
			entries.putIfAbsent(added.key, added.value);
			next = added.rest;
		}
		next.stream().forEach((entry) -> entries.putIfAbsent(entry.getKey(), entry.getValue()));
		return entries;
	}

	/**
	 * An entry that was added, or replaces one.
	 *
	 * @param rest the other entries
	 * @param key its key
	 * @param value its value
	 */
	record Added(Context rest, Object key, Object value) implements HandlingContext {

		public Added {
			Objects.requireNonNull(key, "key");
			Objects.requireNonNull(value, "value");
		}

		@Override
		@SuppressWarnings("unchecked")
		public <T> @Nullable T getOrDefault(Object key, @Nullable T defaultValue) {
			Context next = this;
			while (next instanceof Added added) {
				if (added.key.equals(key)) {
					return (T) added.value;
				}
				next = added.rest;
			}
			return next.getOrDefault(key, defaultValue);
		}

		@Override
		public Stream<Map.Entry<Object, Object>> stream() {
			return asMap(this).entrySet().stream();
		}

		@Override
		public String toString() {
			return "HandlingContext" + asMap(this);
		}

	}

}
