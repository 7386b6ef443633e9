package dev.errata.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.util.Assert;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Values by path pattern. The most specific pattern that matches a path counts.
 *
 * @param <T> the type of the values
 * @since 0.1.0
 * @hidden
 */
public final class PathMap<T> {

	private static final PathPatternParser IGNORING_CASE = new PathPatternParser();

	static {
		IGNORING_CASE.setCaseSensitive(false);
	}

	private final List<Route<T>> routes;

	private final BooleanSupplier ignoringCase;

	private final @Nullable T everywhere;

	/**
	 * Create a map.
	 * @param entries the values, of equal patterns the first one counts
	 * @param ignoringCase whether the case of paths is ignored; asked when the first path
	 * is looked up
	 */
	PathMap(Collection<Entry<T>> entries, BooleanSupplier ignoringCase) {
		List<Route<T>> routes = new ArrayList<>();
		for (Entry<T> entry : entries) {
			routes.add(Route.of(entry));
		}
		if (routes.size() > 1) {
			routes.sort(Comparator.comparing((route) -> route.entry().pattern()));
		}
		this.routes = List.copyOf(routes);
		this.ignoringCase = ignoringCase;
		this.everywhere = (this.routes.size() == 1
				&& this.routes.get(0).entry().pattern().getPatternString().equals("/**"))
						? this.routes.get(0).entry().value() : null;
	}

	static <T> PathMap<T> empty() {
		return new PathMap<>(List.of(), () -> false);
	}

	/**
	 * Return whether the map is empty.
	 * @return whether there are no values
	 */
	public boolean isEmpty() {
		return this.routes.isEmpty();
	}

	/**
	 * Return the patterns and their values.
	 * @return the entries, those of the most specific patterns first
	 */
	public List<Entry<T>> entries() {
		return this.routes.stream().map(Route::entry).toList();
	}

	/**
	 * Find the value of a path.
	 * @param path the path below the context path, not decoded
	 * @return the value, or {@code null} if no pattern matches
	 */
	public @Nullable T find(String path) {
		return find(path, (value) -> true);
	}

	/**
	 * Find a value of a path.
	 * @param path the path below the context path, not decoded
	 * @param wanted whether to consider a value
	 * @return the value, or {@code null} if no pattern of such a value matches
	 */
	public @Nullable T find(String path, Predicate<T> wanted) {
		Assert.notNull(path, "'path' must not be null");
		if (this.everywhere != null || this.routes.isEmpty()) {
			return (this.everywhere != null && wanted.test(this.everywhere)) ? this.everywhere : null;
		}
		PathContainer parsed = parse(path);
		boolean ignoringCase = this.ignoringCase.getAsBoolean();
		for (Route<T> route : this.routes) {
			if (wanted.test(route.entry().value()) && route.matches(parsed, ignoringCase)) {
				return route.entry().value();
			}
		}
		return null;
	}

	private static PathContainer parse(String path) {
		try {
			return PathContainer.parsePath(path);
		}
		catch (IllegalArgumentException ex) {
			// a broken escape is compared as plain text
			return PathContainer.parsePath(path.replace("%", "%25"));
		}
	}

	/**
	 * A pattern and its value.
	 *
	 * @param <T> the type of the value
	 * @param pattern the pattern of paths
	 * @param value the value
	 */
	public record Entry<T>(PathPattern pattern, T value) {
	}

	private record Route<T>(Entry<T> entry, PathPattern ofAnyCase) {

		static <T> Route<T> of(Entry<T> entry) {
			return new Route<>(entry, IGNORING_CASE.parse(entry.pattern().getPatternString()));
		}

		boolean matches(PathContainer path, boolean ignoringCase) {
			return (ignoringCase ? this.ofAnyCase : this.entry.pattern()).matches(path);
		}

	}

}
