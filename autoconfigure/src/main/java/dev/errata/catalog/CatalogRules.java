package dev.errata.catalog;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The rules for the entries of a catalog.
 *
 * @since 0.1.0
 * @hidden
 */
public final class CatalogRules {

	private static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}");

	private static final Pattern CONSTRAINT = Pattern.compile("\\S{1,200}");

	private static final Set<Class<?>> TOO_BROAD = Set.of(Throwable.class, Exception.class, RuntimeException.class,
			Error.class);

	private final List<Fault> faults = new ArrayList<>();

	private CatalogRules() {
	}

	/**
	 * Check entries.
	 * @param entries the entries of one contract
	 * @param closed whether the catalog is closed
	 * @param extensions the extensions of every code
	 * @return every fault, in the entries' order
	 */
	public static List<Fault> check(Collection<CatalogEntry> entries, boolean closed,
			Map<String, ? extends @Nullable Object> extensions) {
		CatalogRules rules = new CatalogRules();
		List<String> codes = new ArrayList<>();
		for (CatalogEntry entry : entries) {
			if (!entry.statuses().isEmpty()) {
				codes.add(entry.code());
			}
		}
		for (CatalogEntry entry : entries) {
			rules.checkEntry(entry, codes);
		}
		rules.checkClaims(entries);
		rules.faults.addAll(Extensions.check(extensions, entries));
		if (closed) {
			rules.checkRoots(entries);
		}
		return rules.faults;
	}

	/**
	 * Return whether a text may be a code.
	 * @param text the text
	 * @return whether it consists of letters, digits and {@code . _ : / -}, at most 100
	 * of them
	 */
	public static boolean isCode(String text) {
		return CODE.matcher(text).matches();
	}

	/**
	 * Check whether a class may be claimed by a code.
	 * @param property the property that names the class
	 * @param type the class
	 * @return the fault, or {@code null} if there is none
	 */
	public static @Nullable Fault checkException(String property, Class<?> type) {
		if (TOO_BROAD.contains(type)) {
			return new Fault(property, type.getName(),
					"This class is too broad: the code would also answer unexpected exceptions.",
					"Use the exceptions that this code is for. 'internal_error' answers all others.");
		}
		if (!Throwable.class.isAssignableFrom(type)) {
			return new Fault(property, type.getName(), "This class is not an exception.",
					"Use a subclass of Throwable.");
		}
		return null;
	}

	private void checkEntry(CatalogEntry entry, List<String> codes) {
		String property = "codes." + entry.code();
		if (!CODE.matcher(entry.code()).matches()) {
			fault(property, entry.code(),
					"A code consists of letters, digits and . _ : / - and is at most 100 characters long.",
					"Rename the code.");
		}
		checkStatuses(entry, property, codes);
		if (entry.exitCode() != null && (entry.exitCode() < 1 || entry.exitCode() > 255)) {
			fault(property + ".exit-code", entry.exitCode(), "An exit code must be between 1 and 255.",
					"Use a number in that range, or remove it.");
		}
		checkDescription(property, entry.description(0));
		for (Map.Entry<Integer, StatusDescription> each : entry.at().entrySet()) {
			Integer status = each.getKey();
			StatusDescription description = each.getValue();
			String at = property + ".at." + status;
			if (!entry.statuses().contains(status)) {
				fault(at, null, "The code does not have this status.",
						"Add " + status + " to the statuses of '" + entry.code() + "', or remove this entry.");
			}
			checkDescription(at, description);
			if (description.retryAfter() != null && description.retryable() == null
					&& entry.description(status).isFinal()) {
				retryAfterWithoutRetry(at, description.retryAfter());
			}
		}
		for (String constraint : entry.constraints()) {
			if (!CONSTRAINT.matcher(constraint).matches()) {
				fault(property + ".constraints", constraint, "The name of a constraint contains no spaces.",
						"Use one such as Size, or Size.prompt for a single field.");
			}
		}
		for (String name : entry.replaces()) {
			if (StandardCode.find(name) == null) {
				List<String> nearest = standardCodes(name);
				fault(property + ".replaces", name, "There is no such standard code.", nearest.isEmpty()
						? "See the list of standard codes in the documentation." : CodeNames.didYouMean(nearest));
			}
		}
		checkDeprecation(entry, property, codes);
		for (Class<?> type : entry.exceptions()) {
			Fault fault = checkException(property + ".exceptions", type);
			if (fault != null) {
				this.faults.add(fault);
			}
		}
	}

	/**
	 * Return the standard codes that a name probably means: those of a status, or those
	 * that are called almost the same.
	 */
	private static List<String> standardCodes(String name) {
		List<String> ofStatus = Arrays.stream(StandardCode.values())
			.filter((code) -> String.valueOf(code.status()).equals(name) && !code.isOfInput())
			.map(StandardCode::code)
			.toList();
		return !ofStatus.isEmpty() ? ofStatus : CodeNames.alike(name, StandardCode.names());
	}

	private void checkDeprecation(CatalogEntry entry, String property, List<String> codes) {
		Deprecation deprecation = entry.deprecation();
		String use = (deprecation != null) ? deprecation.use() : null;
		if (use == null) {
			return;
		}
		String folded = CodeNames.fold(use);
		if (folded.equals(CodeNames.fold(entry.code()))) {
			fault(property + ".deprecated.use", use, "This is the deprecated code itself.",
					"Use the code that takes its place, or remove it.");
		}
		else if (StandardCode.find(use) == null
				&& codes.stream().noneMatch((code) -> folded.equals(CodeNames.fold(code)))) {
			List<String> nearest = CodeNames.alike(use, codes);
			fault(property + ".deprecated.use", use, "There is no such code.",
					nearest.isEmpty() ? "Use a code of this contract, or remove it." : CodeNames.didYouMean(nearest));
		}
	}

	private void checkStatuses(CatalogEntry entry, String property, List<String> codes) {
		if (entry.statuses().isEmpty()) {
			List<String> nearest = CodeNames.nearest(entry.code(), codes);
			fault(property + ".status", null, "'status' is required.",
					(nearest.isEmpty() ? "Add it" : CodeNames.didYouMean(nearest) + " Otherwise add it") + ", e.g. '"
							+ entry.code() + ": 409' or '" + entry.code() + ": { status: 409 }'.");
		}
		Set<Integer> seen = new HashSet<>();
		for (Integer status : entry.statuses()) {
			if (status < 400 || status > 599) {
				fault(property + ".status", status, "The status of an error must be between 400 and 599.",
						"Use the status that clients should see, e.g. 409.");
			}
			if (!seen.add(status)) {
				fault(property + ".status", status, "This status is listed twice.", "Remove one of the two.");
			}
		}
	}

	private void checkDescription(String property, StatusDescription description) {
		if (description.docs() != null && !isUri(description.docs())) {
			fault(property + ".docs", description.docs(), "Not a URI.",
					"Use one such as https://example.com/errors/order_shipped.");
		}
		Duration retryAfter = description.retryAfter();
		if (retryAfter == null) {
			return;
		}
		if (description.isFinal()) {
			retryAfterWithoutRetry(property, retryAfter);
		}
		if (retryAfter.compareTo(Duration.ofSeconds(1)) < 0 || retryAfter.compareTo(Duration.ofDays(366)) > 0) {
			fault(property + ".retry-after", retryAfter, "The time must be between one second and one year.",
					"Use a duration such as 30s, or remove it.");
		}
	}

	private static boolean isUri(String text) {
		try {
			return !new URI(text).toString().isEmpty();
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	private void retryAfterWithoutRetry(String property, Duration retryAfter) {
		fault(property + ".retry-after", retryAfter, "A code that is not retryable cannot have a 'retry-after'.",
				"Remove either 'retry-after' or 'retryable: false'.");
	}

	private void checkClaims(Collection<CatalogEntry> entries) {
		Map<Class<?>, CatalogEntry> exceptions = new HashMap<>();
		Map<String, CatalogEntry> constraints = new HashMap<>();
		Map<StandardCode, CatalogEntry> standardCodes = new EnumMap<>(StandardCode.class);
		for (CatalogEntry entry : entries) {
			StandardCode namesake = StandardCode.find(entry.code());
			if (namesake != null) {
				standardCodes.put(namesake, entry);
			}
		}
		for (CatalogEntry entry : entries) {
			String property = "codes." + entry.code();
			for (Class<?> type : entry.exceptions()) {
				checkClaim(property + ".exceptions", type.getName(), exceptions.putIfAbsent(type, entry), entry);
			}
			for (String constraint : entry.constraints()) {
				checkClaim(property + ".constraints", constraint, constraints.putIfAbsent(constraint, entry), entry);
			}
			for (String name : entry.replaces()) {
				StandardCode code = StandardCode.find(name);
				if (code != null) {
					checkClaim(property + ".replaces", name, standardCodes.putIfAbsent(code, entry), entry);
				}
			}
		}
	}

	private void checkClaim(String property, String value, @Nullable CatalogEntry owner, CatalogEntry claimant) {
		if (owner != null && !Objects.equals(owner.code(), claimant.code())) {
			fault(property, value, "Already claimed by the code '" + owner.code() + "'.",
					"Keep it in only one of the two codes.");
		}
	}

	private void checkRoots(Collection<CatalogEntry> entries) {
		for (StandardCode root : List.of(StandardCode.CLIENT_ERROR, StandardCode.SERVER_ERROR)) {
			boolean answered = entries.stream()
				.anyMatch((entry) -> StandardCode.find(entry.code()) == root
						|| entry.replaces().stream().anyMatch((name) -> StandardCode.find(name) == root));
			if (!answered) {
				fault("closed", true, "A closed catalog needs a code that replaces '" + root.code() + "'.",
						"Add 'replaces: [" + root.code() + "]' to the code for all other "
								+ ((root == StandardCode.CLIENT_ERROR) ? "4xx" : "5xx") + ".");
			}
		}
	}

	private void fault(String property, @Nullable Object value, String rule, String action) {
		this.faults.add(new Fault(property, value, rule, action));
	}

}
