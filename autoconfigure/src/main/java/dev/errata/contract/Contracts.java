package dev.errata.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.web.util.pattern.PathPattern;

/**
 * The contracts of the application. The contract with the most specific pattern that
 * matches a path applies to it.
 *
 * @since 0.1.0
 */
public final class Contracts {

	private final List<Contract> contracts;

	private final PathMap<Contract> paths;

	private final Limits limits;

	private final BooleanSupplier ignoringCase;

	private final Set<Locale> languages = new LinkedHashSet<>();

	/**
	 * Create contracts.
	 * @param translations the languages of the message source, as far as they are known
	 */
	Contracts(List<Contract> contracts, Limits limits, Set<Locale> translations, BooleanSupplier ignoringCase) {
		this.contracts = List.copyOf(contracts);
		List<PathMap.Entry<Contract>> paths = new ArrayList<>();
		for (Contract contract : contracts) {
			this.languages.addAll(contract.composer().languages());
			for (PathPattern path : contract.paths()) {
				paths.add(new PathMap.Entry<>(path, contract));
			}
		}
		this.languages.addAll(translations);
		this.limits = limits;
		this.ignoringCase = ignoringCase;
		this.paths = byPath(paths);
	}

	/**
	 * Return all contracts, the default one first.
	 * @return the contracts
	 */
	public List<Contract> all() {
		return this.contracts;
	}

	/**
	 * Return the languages of the texts of codes, as far as they are known.
	 * @return the languages, that of the default contract first
	 * @hidden
	 */
	public Set<Locale> languages() {
		return Collections.unmodifiableSet(this.languages);
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
	 * Find the contract that applies to a path.
	 * @param path the path below the context path, not decoded
	 * @return the contract, or {@code null} if none does
	 */
	public @Nullable Contract find(String path) {
		Assert.notNull(path, "'path' must not be null");
		return this.paths.find(path);
	}

	/**
	 * Create a map of values by path that ignores the case of paths if contracts do.
	 * @param <T> the type of the values
	 * @param entries the values, of equal patterns the first one counts
	 * @return the map
	 */
	public <T> PathMap<T> byPath(Collection<PathMap.Entry<T>> entries) {
		return new PathMap<>(entries, this.ignoringCase);
	}

	/**
	 * Return the limits of requests, which apply to all contracts.
	 * @return the limits
	 */
	public Limits limits() {
		return this.limits;
	}

}
