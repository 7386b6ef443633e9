package dev.errata.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;

/**
 * Remembers for a second which error view Spring Boot found for a status, since it
 * searches the class path for each error. Nothing is remembered if templates are not
 * cached.
 *
 * @param <V> the type of what is found, which also tells that there is no view
 * @since 0.1.0
 * @hidden
 */
public final class RecentViews<V> {

	private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Map<Integer, Found<V>> found = new ConcurrentHashMap<>();

	private final boolean enabled;

	private final LongSupplier nanoTime;

	/**
	 * Create an instance that remembers nothing yet.
	 * @param environment says whether templates are cached
	 */
	public RecentViews(Environment environment) {
		this(environment.getProperty("spring.template.provider.cache", Boolean.class, true), System::nanoTime);
	}

	RecentViews(boolean enabled, LongSupplier nanoTime) {
		this.enabled = enabled;
		this.nanoTime = nanoTime;
	}

	/**
	 * Return what was found for a status within the last second.
	 * @param status the status of an error
	 * @return what was found, or {@code null} if it has to be looked up
	 */
	public @Nullable V find(int status) {
		Found<V> recent = this.found.get(status);
		return (recent != null && this.nanoTime.getAsLong() - recent.nanos() < NANOS) ? recent.view() : null;
	}

	/**
	 * Remember what is found for a status. There are as many entries as there are
	 * statuses of errors.
	 * @param status the status of an error
	 * @param view what is found
	 */
	public void remember(int status, V view) {
		if (this.enabled) {
			this.found.put(status, new Found<>(view, this.nanoTime.getAsLong()));
		}
	}

	private record Found<V>(V view, long nanos) {
	}

}
