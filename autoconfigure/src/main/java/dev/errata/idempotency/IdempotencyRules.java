package dev.errata.idempotency;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.CodeNames;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.contract.PathMap;
import dev.errata.idempotency.IdempotencyProperties.OnUnknownOutcome;
import dev.errata.idempotency.IdempotencyProperties.Rule;
import dev.errata.properties.FaultReport;
import dev.errata.properties.PropertiesReader;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds the policy of requests that may have a key: by the rules of the configuration,
 * checked as a whole, or by an annotation.
 *
 * @since 0.1.0
 * @hidden
 */
public final class IdempotencyRules {

	/** Methods that change something. */
	private static final List<String> UNSAFE = List.of("POST", "PUT", "PATCH", "DELETE");

	/** Methods that change nothing, and never need a key. */
	private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

	// the index is named after the table, and 63 characters are what PostgreSQL takes
	private static final Pattern TABLE = Pattern
		.compile("(?:[A-Za-z_][A-Za-z0-9_$]{0,49}\\.)?[A-Za-z_][A-Za-z0-9_$]{0,49}");

	private static final String PREFIX = "errata.idempotency.";

	private static final Duration LONGEST = Duration.ofDays(36500);

	private final IdempotencyProperties properties;

	private final Contracts contracts;

	private final PathMap<Route> routes;

	/**
	 * Create the rules, and report their faults.
	 */
	IdempotencyRules(IdempotencyProperties properties, Contracts contracts, PropertiesReader reader) {
		FaultReport report = reader.report();
		this.properties = properties;
		this.contracts = contracts;
		checkRoot(report);
		List<Route> routes = new ArrayList<>();
		if (properties.rules().isEmpty()) {
			Rule everywhere = new Rule(null, List.of("/**"), Set.of("POST", "PATCH"),
					IdempotencyProperties.Key.OPTIONAL, null, null, Set.of(), Set.of(), OnUnknownOutcome.REFUSE);
			routes.addAll(routes("default", everywhere, report));
		}
		reader.declared(PREFIX + "rules", properties.rules()).forEach((name, rule) -> {
			List<Route> further = routes(name, rule, report);
			checkDistinct(further, routes, report);
			routes.addAll(further);
		});
		routes.sort(Comparator.comparing((route) -> route.contract() == null));
		this.routes = contracts
			.byPath(routes.stream().map((route) -> new PathMap.Entry<>(route.path(), route)).toList());
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
	 * Return whether keys have an effect on a path at all.
	 * @param path the path, below the application's own
	 * @return whether a contract rules it
	 */
	public boolean isRuled(String path) {
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
	 * Find the annotation that holds for a handler.
	 * @param method the method of the handler
	 * @param type its class
	 * @return the annotation of the method, else that of the class, or {@code null}
	 */
	public static @Nullable Idempotent annotationOf(Method method, Class<?> type) {
		Idempotent onMethod = AnnotatedElementUtils.findMergedAnnotation(method, Idempotent.class);
		return (onMethod != null) ? onMethod : AnnotatedElementUtils.findMergedAnnotation(type, Idempotent.class);
	}

	/**
	 * Make the policy of an annotation.
	 * @param annotation the annotation
	 * @param faults takes a sentence for each fault
	 * @return the policy
	 */
	public IdempotencyPolicy policyOf(Idempotent annotation, Consumer<String> faults) {
		OutcomeRules rules = OutcomeRules.of(new LinkedHashSet<>(Arrays.asList(annotation.reopen())),
				new LinkedHashSet<>(Arrays.asList(annotation.keep())), this::codeOfAny,
				(list, word, rule, action) -> faults.accept(rule));
		return new IdempotencyPolicy(annotation.required(), duration(annotation.ttl(), this.properties.ttl(), faults),
				duration(annotation.lease(), this.properties.lease(), faults),
				annotation.onUnknownOutcome() == OnUnknownOutcome.RERUN, rules);
	}

	private static Duration duration(String text, Duration fallback, Consumer<String> faults) {
		if (text.isEmpty()) {
			return fallback;
		}
		try {
			Duration duration = DurationStyle.detectAndParse(text);
			if (isReckonable(duration)) {
				return duration;
			}
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			// reported below
		}
		faults.accept("'" + text + "' is not a duration above zero and of 36500 days at most, such as 30s or 24h.");
		return fallback;
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
			rule.put("key", route.policy().isKeyRequired() ? "required" : "optional");
			rule.put("ttl", route.policy().ttl().toString());
			rule.put("lease", route.policy().lease().toString());
			rules.add(rule);
		}
		return rules;
	}

	/**
	 * Return the paths of the rules that have paths of their own.
	 * @return patterns by the name of the rule
	 */
	public Map<String, List<String>> paths() {
		Map<String, List<String>> paths = new LinkedHashMap<>();
		for (PathMap.Entry<Route> entry : this.routes.entries()) {
			Route route = entry.value();
			if (route.contract() == null) {
				paths.computeIfAbsent(route.name(), (name) -> new ArrayList<>()).add(route.path().getPatternString());
			}
		}
		return paths;
	}

	private void checkRoot(FaultReport report) {
		checkPositive("lease", this.properties.lease(), report);
		checkPositive("ttl", this.properties.ttl(), report);
		checkPositive("store-timeout", this.properties.storeTimeout(), report);
		checkSize("max-memory", this.properties.maxMemory(), report);
		checkSize("max-body-size", this.properties.maxBodySize(), report);
		checkSize("max-response-size", this.properties.maxResponseSize(), report);
		checkMemory(this.properties.memory(), report);
		String table = this.properties.jdbc().table();
		// it becomes part of each statement
		if (!TABLE.matcher(table).matches()) {
			report.add(PREFIX + "jdbc.table", table,
					"A table has a name of up to 50 letters, digits, _ and $, with a schema in front of it or without.",
					"Choose such a name.");
		}
	}

	private static void checkMemory(IdempotencyProperties.Memory memory, FaultReport report) {
		if (memory.maxKeys() < 1) {
			report.add(PREFIX + "memory.max-keys", memory.maxKeys(), "A store has room for one key at least.",
					"Use a number such as 100000.");
		}
		DataSize size = memory.maxSize();
		if (size != null && size.toBytes() <= 0) {
			report.add(PREFIX + "memory.max-size", size, "A size must be above 0B.", "Use a size such as 64MB.");
		}
	}

	private static void checkPositive(String property, @Nullable Duration duration, FaultReport report) {
		if (duration != null && !isReckonable(duration)) {
			report.add(PREFIX + property, duration, "A duration must be above zero, and 36500 days at most.",
					"Use a duration such as 30s.");
		}
	}

	/**
	 * Return whether all stores can handle a duration. An end that overflows would be in
	 * the past.
	 */
	private static boolean isReckonable(Duration duration) {
		return duration.compareTo(Duration.ofMillis(1)) >= 0 && duration.compareTo(LONGEST) <= 0;
	}

	private static void checkSize(String property, DataSize size, FaultReport report) {
		if (size.toBytes() < 0 || size.toBytes() > Integer.MAX_VALUE - 8) {
			report.add(PREFIX + property, size, "A size must be from 0B to 2047MB.", "Use a size such as 1MB.");
		}
	}

	private List<Route> routes(String name, Rule rule, FaultReport report) {
		String prefix = "rules." + name + ".";
		checkPositive(prefix + "ttl", rule.ttl(), report);
		checkPositive(prefix + "lease", rule.lease(), report);
		Contract contract = contract(prefix, rule, report);
		IdempotencyPolicy policy = new IdempotencyPolicy(rule.key() == IdempotencyProperties.Key.REQUIRED,
				(rule.ttl() != null) ? rule.ttl() : this.properties.ttl(),
				(rule.lease() != null) ? rule.lease() : this.properties.lease(),
				rule.onUnknownOutcome() == OnUnknownOutcome.RERUN, outcomes(prefix, rule, contract, report));
		Set<String> methods = methods(prefix, rule, report);
		List<Route> routes = new ArrayList<>();
		for (PathPattern path : paths(prefix, rule, contract, report)) {
			routes.add(new Route(name, path, methods, (contract != null) ? contract.name() : null, policy));
		}
		return routes;
	}

	private static void checkDistinct(List<Route> further, List<Route> routes, FaultReport report) {
		for (Route route : further) {
			for (Route other : routes) {
				if (route.isAmbiguousTo(other)) {
					boolean paths = route.contract() == null;
					report.add(PREFIX + "rules." + route.name() + (paths ? ".paths" : ".contract"),
							paths ? route.path() : route.contract(),
							"The rule '" + other.name() + "' is for the same requests.",
							"Keep them in only one of the two rules, or list other 'methods'.");
				}
			}
		}
	}

	private @Nullable Contract contract(String prefix, Rule rule, FaultReport report) {
		if ((rule.contract() == null) == rule.paths().isEmpty()) {
			report.add(PREFIX + prefix + "paths", (rule.contract() != null) ? rule.paths() : null,
					"A rule has either a contract or paths of its own.", "Set either 'contract' or 'paths'.");
		}
		if (rule.contract() == null) {
			return null;
		}
		Contract contract = this.contracts.get(rule.contract());
		if (contract == null) {
			report.add(PREFIX + prefix + "contract", rule.contract(), "There is no such contract.", "Use one of: "
					+ String.join(", ", this.contracts.all().stream().map(Contract::name).sorted().toList()) + ".");
		}
		return contract;
	}

	private static List<PathPattern> paths(String prefix, Rule rule, @Nullable Contract contract, FaultReport report) {
		if (contract != null) {
			return contract.paths();
		}
		List<PathPattern> paths = new ArrayList<>();
		for (String path : rule.paths()) {
			PathPattern pattern = report.checkPattern(PREFIX + prefix + "paths", path);
			if (pattern != null) {
				paths.add(pattern);
			}
		}
		return paths;
	}

	private static Set<String> methods(String prefix, Rule rule, FaultReport report) {
		Set<String> methods = new LinkedHashSet<>();
		for (String method : rule.methods()) {
			String name = method.toUpperCase(Locale.ROOT);
			if (SAFE.contains(name) || !name.matches("[A-Z]{1,20}")) {
				report.add(PREFIX + prefix + "methods", method,
						SAFE.contains(name) ? "This method needs no key." : "Not the name of an HTTP method.",
						"Use methods that change something: " + String.join(", ", UNSAFE) + ".");
			}
			else if (!UNSAFE.contains(name)) {
				warnIfAlmostAnother(prefix, method, report);
			}
			methods.add(name);
		}
		return methods;
	}

	/**
	 * Warn of a method that is almost one of HTTP's. It may be one of the application's
	 * own.
	 */
	private static void warnIfAlmostAnother(String prefix, String method, FaultReport report) {
		List<String> nearest = CodeNames.nearest(method, UNSAFE);
		if (!nearest.isEmpty()) {
			report.warn("'%s' (%smethods) is not a well-known method. Did you mean '%s'?".formatted(method,
					PREFIX + prefix, nearest.get(0)));
		}
	}

	private OutcomeRules outcomes(String prefix, Rule rule, @Nullable Contract contract, FaultReport report) {
		UnaryOperator<@Nullable String> code = (contract != null) ? (name) -> code(name, contract) : this::codeOfAny;
		return OutcomeRules.of(rule.reopen(), rule.keep(), code,
				(list, word, fault, action) -> report.add(PREFIX + prefix + list, word, fault, action));
	}

	private @Nullable String codeOfAny(@Nullable String name) {
		for (Contract contract : this.contracts.all()) {
			String code = code(name, contract);
			if (code != null) {
				return code;
			}
		}
		return null;
	}

	private static @Nullable String code(@Nullable String name, Contract contract) {
		CatalogEntry entry = (name != null) ? contract.catalog().find(name) : null;
		return (entry != null) ? entry.code() : null;
	}

	private record Route(String name, PathPattern path, Set<String> methods, @Nullable String contract,
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
