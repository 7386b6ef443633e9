package dev.errata.idempotency;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import dev.errata.catalog.CodeNames;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.contract.PathMap;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * The rules of the configuration, which find the policy of requests that may have a key.
 *
 * @since 0.1.0
 * @hidden
 */
public final class IdempotencyRules {

	/** Methods that change nothing, and never need a key. */
	private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

	private final IdempotencyProperties properties;

	private final Contracts contracts;

	private final PathMap<Route> routes;

	IdempotencyRules(IdempotencyProperties properties, Contracts contracts, List<Route> routes) {
		this.properties = properties;
		this.contracts = contracts;
		this.routes = contracts
			.byPath(routes.stream().map((route) -> new PathMap.Entry<>(route.path(), route)).toList());
	}

	/**
	 * Return all contracts.
	 */
	List<Contract> contracts() {
		return this.contracts.all();
	}

	/**
	 * Return the properties that the rules are part of.
	 * @return the properties
	 */
	public IdempotencyProperties properties() {
		return this.properties;
	}

	/**
	 * Return whether requests of a method are covered at all.
	 * @param method the method
	 * @return {@code false} for those that change nothing
	 */
	public static boolean isCovered(String method) {
		return !SAFE.contains(method);
	}

	/**
	 * Return whether keys have an effect on a path at all, since a contract rules it.
	 * @param path the path, below the application's own
	 */
	boolean isRuled(String path) {
		return this.contracts.find(path) != null;
	}

	/**
	 * Find what holds for a request by the rules of the configuration.
	 * @param method the method
	 * @param path the path, below the application's own
	 * @param contract the name of the contract that rules the path
	 * @return the policy, or {@code null} if no rule matches
	 */
	public @Nullable IdempotencyPolicy find(String method, String path, String contract) {
		Route route = this.routes.find(path,
				(candidate) -> candidate.methods().contains(method) && candidate.isOf(contract));
		return (route != null) ? route.policy() : null;
	}

	/**
	 * Return the rules as they are in effect, the most specific first.
	 * @return what is known of each, by its property's name
	 */
	public List<Map<String, Object>> describe() {
		List<Map<String, Object>> rules = new ArrayList<>();
		for (PathMap.Entry<Route> entry : this.routes.entries()) {
			Route route = entry.value();
			Map<String, Object> rule = new LinkedHashMap<>();
			rule.put("rule", route.name());
			rule.put("path", route.path().getPatternString());
			rule.put("methods", new TreeSet<>(route.methods()));
			rule.put("key", route.policy().keyRequired() ? "required" : "optional");
			rule.put("ttl", route.policy().ttl().toString());
			rule.put("lease", route.policy().lease().toString());
			rules.add(rule);
		}
		return rules;
	}

	/**
	 * Return the patterns of the rules that have paths of their own, by the name of the
	 * rule.
	 */
	Map<String, List<String>> paths() {
		Map<String, List<String>> paths = new LinkedHashMap<>();
		for (PathMap.Entry<Route> entry : this.routes.entries()) {
			Route route = entry.value();
			if (route.contract() == null) {
				paths.computeIfAbsent(route.name(), (name) -> new ArrayList<>()).add(route.path().getPatternString());
			}
		}
		return paths;
	}

	/**
	 * A rule for one of its paths.
	 *
	 * @param name the name of the rule
	 * @param path the path
	 * @param methods the methods it is for
	 * @param contract the name of the contract it is for, or {@code null} if it has paths
	 * of its own
	 * @param policy what it says
	 */
	record Route(String name, PathPattern path, Set<String> methods, @Nullable String contract,
			IdempotencyPolicy policy) {

		/**
		 * Return whether the rule is for a contract's paths; some of those may be ruled
		 * by a more specific contract.
		 */
		boolean isOf(String contract) {
			return this.contract == null || this.contract.equals(contract);
		}

		/**
		 * Return whether only the order of the two decides which one applies. A
		 * contract's comes before one that is for the same path in any contract. Two
		 * spellings of one name are one rule to the binder, and reported as such.
		 */
		boolean isAmbiguousTo(Route other) {
			return !CodeNames.fold(this.name).equals(CodeNames.fold(other.name)) && this.path.equals(other.path)
					&& Objects.equals(this.contract, other.contract)
					&& !Collections.disjoint(this.methods, other.methods);
		}

	}

}
