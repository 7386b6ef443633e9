package dev.errata.idempotency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import dev.errata.catalog.CodeNames;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.idempotency.IdempotencyProperties.OnUnknownOutcome;
import dev.errata.idempotency.IdempotencyProperties.Rule;
import dev.errata.idempotency.IdempotencyRules.Route;
import dev.errata.properties.FaultReport;
import dev.errata.properties.PropertiesReader;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Builds the rules from bound properties, and reports their faults.
 */
final class IdempotencyRulesFactory {

	/** Methods that change something. */
	private static final List<String> UNSAFE = List.of("POST", "PUT", "PATCH", "DELETE");

	// the index is named after the table, and 63 characters are what PostgreSQL takes
	private static final Pattern TABLE = Pattern
		.compile("(?:[A-Za-z_][A-Za-z0-9_$]{0,49}\\.)?[A-Za-z_][A-Za-z0-9_$]{0,49}");

	private static final String PREFIX = "errata.idempotency.";

	private final IdempotencyProperties properties;

	private final Contracts contracts;

	private final PropertiesReader reader;

	private final FaultReport report;

	IdempotencyRulesFactory(IdempotencyProperties properties, Contracts contracts, PropertiesReader reader) {
		this.properties = properties;
		this.contracts = contracts;
		this.reader = reader;
		this.report = reader.report();
	}

	IdempotencyRules create() {
		checkRoot();
		List<Route> routes = new ArrayList<>();
		if (this.properties.rules().isEmpty()) {
			Rule everywhere = new Rule(null, List.of("/**"), Set.of("POST", "PATCH"),
					IdempotencyProperties.Key.OPTIONAL, null, null, Set.of(), Set.of(), OnUnknownOutcome.REFUSE);
			routes.addAll(routes("default", everywhere));
		}
		this.reader.declared(PREFIX + "rules", this.properties.rules()).forEach((name, rule) -> {
			List<Route> further = routes(name, rule);
			checkDistinct(further, routes);
			routes.addAll(further);
		});
		routes.sort(Comparator.comparing((route) -> route.contract() == null));
		return new IdempotencyRules(this.properties, this.contracts, routes);
	}

	private void checkRoot() {
		checkPositive(PREFIX + "lease", this.properties.lease());
		checkPositive(PREFIX + "ttl", this.properties.ttl());
		checkPositive(PREFIX + "store-timeout", this.properties.storeTimeout());
		checkSize(PREFIX + "max-memory", this.properties.maxMemory());
		checkSize(PREFIX + "max-body-size", this.properties.maxBodySize());
		checkSize(PREFIX + "max-response-size", this.properties.maxResponseSize());
		checkMemory(this.properties.memory());
		String table = this.properties.jdbc().table();
		// it becomes part of each statement
		if (!TABLE.matcher(table).matches()) {
			this.report.add(PREFIX + "jdbc.table", table,
					"A table has a name of up to 50 letters, digits, _ and $, with a schema in front of it or without.",
					"Choose such a name.");
		}
	}

	private void checkMemory(IdempotencyProperties.Memory memory) {
		if (memory.maxKeys() < 1) {
			this.report.add(PREFIX + "memory.max-keys", memory.maxKeys(), "A store has room for one key at least.",
					"Use a number such as 100000.");
		}
		DataSize size = memory.maxSize();
		if (size != null && size.toBytes() <= 0) {
			this.report.add(PREFIX + "memory.max-size", size, "A size must be above 0B.", "Use a size such as 64MB.");
		}
	}

	private void checkPositive(String property, @Nullable Duration duration) {
		if (duration != null && !IdempotencyPolicy.isReckonable(duration)) {
			this.report.add(property, duration, "A duration must be above zero, and 36500 days at most.",
					"Use a duration such as 30s.");
		}
	}

	private void checkSize(String property, DataSize size) {
		if (size.toBytes() < 0 || size.toBytes() > Integer.MAX_VALUE - 8) {
			this.report.add(property, size, "A size must be from 0B to 2047MB.", "Use a size such as 1MB.");
		}
	}

	private List<Route> routes(String name, Rule rule) {
		String prefix = PREFIX + "rules." + name + ".";
		checkPositive(prefix + "ttl", rule.ttl());
		checkPositive(prefix + "lease", rule.lease());
		Contract contract = contract(prefix, rule);
		IdempotencyPolicy policy = new IdempotencyPolicy(rule.key() == IdempotencyProperties.Key.REQUIRED,
				(rule.ttl() != null) ? rule.ttl() : this.properties.ttl(),
				(rule.lease() != null) ? rule.lease() : this.properties.lease(),
				rule.onUnknownOutcome() == OnUnknownOutcome.RERUN,
				OutcomeRules.of(rule.reopen(), rule.keep(),
						(contract != null) ? List.of(contract) : this.contracts.all(),
						(list, word, fault, action) -> this.report.add(prefix + list, word, fault, action)));
		Set<String> methods = methods(prefix, rule);
		List<Route> routes = new ArrayList<>();
		for (PathPattern path : paths(prefix, rule, contract)) {
			routes.add(new Route(name, path, methods, (contract != null) ? contract.name() : null, policy));
		}
		return routes;
	}

	private void checkDistinct(List<Route> further, List<Route> routes) {
		for (Route route : further) {
			for (Route other : routes) {
				if (route.isAmbiguousTo(other)) {
					boolean paths = route.contract() == null;
					this.report.add(PREFIX + "rules." + route.name() + (paths ? ".paths" : ".contract"),
							paths ? route.path() : route.contract(),
							"The rule '" + other.name() + "' is for the same requests.",
							"Keep them in only one of the two rules, or list other 'methods'.");
				}
			}
		}
	}

	private @Nullable Contract contract(String prefix, Rule rule) {
		if ((rule.contract() == null) == rule.paths().isEmpty()) {
			this.report.add(prefix + "paths", (rule.contract() != null) ? rule.paths() : null,
					"A rule has either a contract or paths of its own.", "Set either 'contract' or 'paths'.");
		}
		if (rule.contract() == null) {
			return null;
		}
		Contract contract = this.contracts.get(rule.contract());
		if (contract == null) {
			this.report.add(prefix + "contract", rule.contract(), "There is no such contract.", "Use one of: "
					+ String.join(", ", this.contracts.all().stream().map(Contract::name).sorted().toList()) + ".");
		}
		return contract;
	}

	private List<PathPattern> paths(String prefix, Rule rule, @Nullable Contract contract) {
		if (contract != null) {
			return contract.paths();
		}
		List<PathPattern> paths = new ArrayList<>();
		for (String path : rule.paths()) {
			PathPattern pattern = this.report.checkPattern(prefix + "paths", path);
			if (pattern != null) {
				paths.add(pattern);
			}
		}
		return paths;
	}

	private Set<String> methods(String prefix, Rule rule) {
		Set<String> methods = new LinkedHashSet<>();
		for (String method : rule.methods()) {
			String name = method.toUpperCase(Locale.ROOT);
			if (!IdempotencyRules.isCovered(name) || !name.matches("[A-Z]{1,20}")) {
				this.report.add(prefix + "methods", method,
						IdempotencyRules.isCovered(name) ? "Not the name of an HTTP method."
								: "This method needs no key.",
						"Use methods that change something: " + String.join(", ", UNSAFE) + ".");
			}
			else if (!UNSAFE.contains(name)) {
				warnIfAlmostAnother(prefix, method);
			}
			methods.add(name);
		}
		return methods;
	}

	/**
	 * Warn of a method that is almost one of HTTP's. It may be one of the application's
	 * own.
	 */
	private void warnIfAlmostAnother(String prefix, String method) {
		List<String> nearest = CodeNames.nearest(method, UNSAFE);
		if (!nearest.isEmpty()) {
			this.report.warn("'%s' (%smethods) is not a well-known method. Did you mean '%s'?".formatted(method, prefix,
					nearest.get(0)));
		}
	}

}
