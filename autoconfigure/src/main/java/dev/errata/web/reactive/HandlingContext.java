package dev.errata.web.reactive;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * What Reactor carries along while a request is handled. What belongs to the handling
 * stays apart from what others add: with more than five entries, each further one would
 * make Reactor copy them all.
 */
final class HandlingContext implements Context {

	/** The entries of the handling, which others may replace. */
	private final Context own;

	private final Context others;

	HandlingContext(Context own, Context others) {
		this.own = own;
		this.others = others;
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
	public <T> @Nullable T getOrDefault(Object key, @Nullable T defaultValue) {
		T value = this.others.getOrDefault(key, null);
		return (value != null) ? value : this.own.getOrDefault(key, defaultValue);
	}

	@Override
	public boolean hasKey(Object key) {
		return this.others.hasKey(key) || this.own.hasKey(key);
	}

	@Override
	public boolean isEmpty() {
		return this.own.isEmpty() && this.others.isEmpty();
	}

	@Override
	public int size() {
		return (int) stream().count();
	}

	@Override
	public Stream<Map.Entry<Object, Object>> stream() {
		return Stream.concat(this.own.stream().filter((entry) -> !this.others.hasKey(entry.getKey())),
				this.others.stream());
	}

	@Override
	public Context put(Object key, Object value) {
		return new HandlingContext(this.own, this.others.put(key, value));
	}

	@Override
	public Context putAll(ContextView other) {
		ContextView added = (other instanceof HandlingContext context && context.own == this.own) ? context.others
				: other;
		return new HandlingContext(this.own, this.others.putAll(added));
	}

	@Override
	public Context delete(Object key) {
		return new HandlingContext(this.own.delete(key), this.others.delete(key));
	}

	@Override
	public String toString() {
		return "HandlingContext" + stream().toList();
	}

}
