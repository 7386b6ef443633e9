package dev.errata.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.util.Assert;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The contracts of the application. The most specific pattern that matches a path decides
 * which of them rules it.
 *
 * @since 0.1.0
 */
public final class Contracts {

	private final List<Contract> contracts;

	private final List<Route> routes;

	private final @Nullable Contract everywhere;

	Contracts(List<Contract> contracts) {
		this.contracts = List.copyOf(contracts);
		List<Route> routes = new ArrayList<>();
		for (Contract contract : contracts) {
			contract.paths().forEach((path) -> routes.add(new Route(path, contract)));
		}
		routes.sort(Comparator.comparing(Route::path));
		this.routes = List.copyOf(routes);
		this.everywhere = (routes.size() == 1 && routes.get(0).path().getPatternString().equals("/**"))
				? routes.get(0).contract() : null;
	}

	/**
	 * Return all contracts, the default one first.
	 * @return the contracts
	 */
	public List<Contract> all() {
		return this.contracts;
	}

	/**
	 * Return a contract by its name.
	 * @param name the name
	 * @return the contract, or {@code null} if there is none of this name
	 */
	public @Nullable Contract get(String name) {
		for (Contract contract : this.contracts) {
			if (contract.name().equals(name)) {
				return contract;
			}
		}
		return null;
	}

	/**
	 * Find the contract that rules a path.
	 * @param path the path as sent, below the application's own, escapes and all
	 * @return the contract, or {@code null} if none does
	 */
	public @Nullable Contract find(String path) {
		Assert.notNull(path, "'path' must not be null");
		if (this.everywhere != null) {
			return this.everywhere;
		}
		PathContainer parsed = parse(path);
		for (Route route : this.routes) {
			if (route.path().matches(parsed)) {
				return route.contract();
			}
		}
		return null;
	}

	private static PathContainer parse(String path) {
		try {
			return PathContainer.parsePath(path);
		}
		catch (IllegalArgumentException ex) {
			// a broken escape; its text is as good as any to tell the contract
			return PathContainer.parsePath(path.replace("%", "%25"));
		}
	}

	private record Route(PathPattern path, Contract contract) {
	}

}
