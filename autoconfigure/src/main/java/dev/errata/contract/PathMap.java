package dev.errata.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.util.Assert;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Values by path. The most specific pattern that matches a path decides.
 *
 * @param <T> the type of the values
 * @since 0.1.0
 */
public final class PathMap<T> {

	private final List<Route<T>> routes;

	private final @Nullable T everywhere;

	private PathMap(List<Route<T>> routes) {
		this.routes = routes.stream().sorted(Comparator.comparing(Route::path)).toList();
		this.everywhere = (routes.size() == 1 && routes.get(0).path().getPatternString().equals("/**"))
				? routes.get(0).value() : null;
	}

	static <T> PathMap<T> of(Map<PathPattern, T> values) {
		List<Route<T>> routes = new ArrayList<>();
		values.forEach((path, value) -> routes.add(new Route<>(path, value)));
		return new PathMap<>(routes);
	}

	/**
	 * Return whether there is no value for any path.
	 * @return whether nothing is ever found
	 */
	public boolean isEmpty() {
		return this.routes.isEmpty();
	}

	/**
	 * Return the patterns that have a value.
	 * @return the patterns, the most specific first
	 */
	public List<PathPattern> paths() {
		return this.routes.stream().map(Route::path).toList();
	}

	/**
	 * Find the value of a path.
	 * @param path the path, below the application's own, escapes and all
	 * @return the value, or {@code null} if no pattern matches
	 */
	public @Nullable T find(String path) {
		Assert.notNull(path, "'path' must not be null");
		if (this.everywhere != null || this.routes.isEmpty()) {
			return this.everywhere;
		}
		PathContainer parsed = parse(path);
		for (Route<T> route : this.routes) {
			if (route.path().matches(parsed)) {
				return route.value();
			}
		}
		return null;
	}

	private static PathContainer parse(String path) {
		try {
			return PathContainer.parsePath(path);
		}
		catch (IllegalArgumentException ex) {
			// a broken escape; its text is as good as any to tell the value
			return PathContainer.parsePath(path.replace("%", "%25"));
		}
	}

	private record Route<T>(PathPattern path, T value) {
	}

}
