package dev.errata.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

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

	private final PathMap<Contract> paths;

	private final Limits limits;

	Contracts(List<Contract> contracts, Limits limits) {
		this.contracts = List.copyOf(contracts);
		Map<PathPattern, Contract> paths = new LinkedHashMap<>();
		contracts.forEach((contract) -> contract.paths().forEach((path) -> paths.put(path, contract)));
		this.paths = PathMap.of(paths);
		this.limits = limits;
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
	 * @param path the path, below the application's own, escapes and all
	 * @return the contract, or {@code null} if none does
	 */
	public @Nullable Contract find(String path) {
		Assert.notNull(path, "'path' must not be null");
		return this.paths.find(path);
	}

	/**
	 * Return what requests are granted, whichever contract rules them.
	 * @return the limits
	 */
	public Limits limits() {
		return this.limits;
	}

}
