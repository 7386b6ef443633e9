package dev.errata.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The codes of a contract. It finds the entry for a code, a standard code, an exception
 * or a validation rule.
 *
 * @since 0.1.0
 * @see CatalogRules
 */
public final class ErrorCatalog {

	private final boolean closed;

	private final Map<String, @Nullable Object> extensions;

	private final List<CatalogEntry> entries;

	private final List<CatalogEntry> listed;

	private final Set<String> extensionNames;

	private final Map<String, CatalogEntry> byCode = new HashMap<>();

	private final Map<String, CatalogEntry> byFoldedCode = new LinkedHashMap<>();

	private final Map<Class<?>, CatalogEntry> byException = new HashMap<>();

	// databases print the names of constraints in upper or lower case
	private final Map<String, CatalogEntry> byConstraint = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private final Map<StandardCode, Standing> standings = new EnumMap<>(StandardCode.class);

	// standard codes that invalid inputs keep although another code answers them
	private final Map<StandardCode, CatalogEntry> ofInputs = new EnumMap<>(StandardCode.class);

	private ErrorCatalog(List<CatalogEntry> declared, boolean closed,
			Map<String, ? extends @Nullable Object> extensions) {
		this.closed = closed;
		this.extensions = Extensions.sent(Extensions.merge(Map.of(), extensions));
		Map<StandardCode, CatalogEntry> claims = new EnumMap<>(StandardCode.class);
		for (CatalogEntry entry : declared) {
			register(entry);
			StandardCode namesake = StandardCode.find(entry.code());
			if (namesake != null) {
				claims.putIfAbsent(namesake, entry);
			}
			for (Class<?> exception : entry.exceptions()) {
				this.byException.putIfAbsent(exception, entry);
			}
			for (String constraint : entry.constraints()) {
				this.byConstraint.putIfAbsent(constraint, entry);
			}
		}
		for (CatalogEntry entry : declared) {
			for (String name : entry.replaces()) {
				StandardCode standardCode = StandardCode.find(name);
				if (standardCode != null) {
					claims.put(standardCode, entry);
				}
			}
		}
		List<CatalogEntry> entries = new ArrayList<>(declared);
		List<CatalogEntry> listed = new ArrayList<>(declared);
		for (StandardCode code : StandardCode.values()) {
			Standing standing = standing(code, claims, extensions);
			this.standings.put(code, standing);
			if (!closed && standing.builtIn()) {
				register(standing.entry());
				entries.add(standing.entry());
				listed.add(standing.entry());
			}
			else if (!closed && !standing.own() && code.isOfInput()) {
				CatalogEntry entry = standardEntry(code, resolve(code).status(), extensions);
				this.ofInputs.put(code, entry);
				listed.add(entry);
			}
		}
		this.entries = List.copyOf(entries);
		this.listed = List.copyOf(listed);
		Set<String> names = new LinkedHashSet<>(this.extensions.keySet());
		for (CatalogEntry entry : entries) {
			names.addAll(entry.description(0).extensions().keySet());
			for (StatusDescription description : entry.at().values()) {
				names.addAll(description.extensions().keySet());
			}
		}
		this.extensionNames = Collections.unmodifiableSet(names);
	}

	/**
	 * Create a catalog of the given entries.
	 * @param entries the entries, {@linkplain CatalogRules checked} before
	 * @param closed whether only these codes are ever sent; an open catalog has the other
	 * standard codes as well
	 * @return the catalog
	 */
	public static ErrorCatalog of(Collection<CatalogEntry> entries, boolean closed) {
		return of(entries, closed, Map.of());
	}

	/**
	 * Create a catalog of the given entries, whose codes have extensions in common.
	 * @param entries the entries, {@linkplain CatalogRules checked} before
	 * @param closed whether only these codes are ever sent
	 * @param extensions the extensions of every code that does not set them itself
	 * @return the catalog
	 */
	public static ErrorCatalog of(Collection<CatalogEntry> entries, boolean closed,
			Map<String, ? extends @Nullable Object> extensions) {
		List<CatalogEntry> completed = new ArrayList<>();
		for (CatalogEntry entry : entries) {
			completed.add(entry.completedBy(extensions));
		}
		return new ErrorCatalog(completed, closed, extensions);
	}

	private static Standing standing(StandardCode code, Map<StandardCode, CatalogEntry> claims,
			Map<String, ? extends @Nullable Object> extensions) {
		for (StandardCode ancestor = code; ancestor != null; ancestor = ancestor.parent()) {
			CatalogEntry entry = claims.get(ancestor);
			if (entry != null) {
				return new Standing(entry, ancestor.isRoot(), ancestor == code, false);
			}
		}
		return new Standing(standardEntry(code, code.status(), extensions), code.isRoot(), true, true);
	}

	private static CatalogEntry standardEntry(StandardCode code, int status,
			Map<String, ? extends @Nullable Object> extensions) {
		return CatalogEntry.of(code.code(), (facts) -> facts.status(status).message(code.message()))
			.completedBy(extensions);
	}

	private void register(CatalogEntry entry) {
		this.byCode.putIfAbsent(entry.code(), entry);
		this.byFoldedCode.putIfAbsent(CodeNames.fold(entry.code()), entry);
	}

	/**
	 * Return whether only declared codes are ever sent.
	 * @return whether the catalog is closed
	 */
	public boolean isClosed() {
		return this.closed;
	}

	/**
	 * Return the extensions of a code.
	 * @param code the code of an error or of an invalid input
	 * @param status the status of the error
	 * @return the extensions by name as they are sent; those of the contract for an
	 * unknown code
	 */
	public Map<String, @Nullable Object> extensions(String code, int status) {
		CatalogEntry entry = find(code);
		return (entry != null) ? entry.description(status).extensions() : this.extensions;
	}

	/**
	 * Return the names of all extensions.
	 * @return the names of those of the contract, then those of its codes
	 */
	public Set<String> extensionNames() {
		return this.extensionNames;
	}

	/**
	 * Return every code that an error can have: the declared ones in their order and, in
	 * an open catalog, the standard codes that none of them replaces.
	 * @return the entries
	 */
	public List<CatalogEntry> entries() {
		return this.entries;
	}

	/**
	 * Return every code that can be sent: the {@link #entries()} and, in an open catalog,
	 * the standard codes that only invalid inputs have.
	 * @return the entries
	 */
	public List<CatalogEntry> listed() {
		return this.listed;
	}

	/**
	 * Return whether an entry is a standard code of Errata.
	 * @param entry one of {@link #listed()}
	 * @return whether it is not declared
	 */
	public boolean isBuiltIn(CatalogEntry entry) {
		StandardCode code = StandardCode.find(entry.code());
		Standing standing = (code != null) ? this.standings.get(code) : null;
		return standing != null
				&& ((standing.builtIn() && standing.entry() == entry) || this.ofInputs.get(code) == entry);
	}

	/**
	 * Return the entry that answers a code that only invalid inputs have. The status of
	 * such a code is the one of its answer.
	 * @param entry one of {@link #listed()}
	 * @return the code of the answer, or {@code null} if errors can have the code
	 */
	public @Nullable CatalogEntry answerOfInput(CatalogEntry entry) {
		StandardCode code = StandardCode.find(entry.code());
		return (code != null && this.ofInputs.get(code) == entry) ? resolve(code).entry() : null;
	}

	/**
	 * Return the entry of a code, ignoring case and separators.
	 * @param code the code of an error
	 * @return one of {@link #entries()}, or {@code null} if there is no such code
	 */
	public @Nullable CatalogEntry find(String code) {
		CatalogEntry entry = this.byCode.get(code);
		return (entry != null) ? entry : this.byFoldedCode.get(CodeNames.fold(code));
	}

	/**
	 * Return the entry of a code that can be sent, ignoring case and separators.
	 * @param code the code of an error or of an invalid input
	 * @return one of {@link #listed()}, or {@code null} if there is no such code
	 */
	public @Nullable CatalogEntry findListed(String code) {
		CatalogEntry entry = find(code);
		StandardCode standardCode = (entry == null) ? StandardCode.find(code) : null;
		return (standardCode != null) ? this.ofInputs.get(standardCode) : entry;
	}

	/**
	 * Return the entry that answers a standard code, and its status: the given one if the
	 * entry lists it or answers a root, else the first of the entry.
	 * @param code the standard code
	 * @param status the truthful status
	 * @return the answer
	 */
	public ResolvedCode resolve(StandardCode code, int status) {
		Standing standing = this.standings.get(code);
		if (standing == null) {
			throw new IllegalStateException("No standing for " + code);
		}
		CatalogEntry entry = standing.entry();
		boolean truthful = standing.root() || entry.statuses().contains(status);
		return new ResolvedCode(entry, truthful ? status : entry.statuses().get(0));
	}

	/**
	 * Return the entry that answers a standard code with its own status.
	 * @param code the standard code
	 * @return the answer
	 */
	public ResolvedCode resolve(StandardCode code) {
		return resolve(code, code.status());
	}

	/**
	 * Return the entry that answers the standard code of a field: the most specific code
	 * that is declared for it, or {@code validation_failed}.
	 * @param code the standard code of a field
	 * @return the answer
	 */
	public ResolvedCode answerField(StandardCode code) {
		Standing standing = this.standings.get(code);
		return resolve((standing == null || standing.builtIn()) ? StandardCode.VALIDATION_FAILED : code);
	}

	/**
	 * Return the code of a violation for the standard code of a field. An open catalog
	 * keeps the standard code of an input unless a code replaces it, since a coarser one
	 * would be less helpful.
	 * @param code the standard code of a field
	 * @return the code
	 */
	public String fieldCode(StandardCode code) {
		Standing standing = this.standings.get(code);
		return (standing == null || this.ofInputs.containsKey(code)) ? code.code() : standing.entry().code();
	}

	/**
	 * Return the entry that claims an exception: its exact class, else the nearest
	 * superclass.
	 * @param type the class of the exception
	 * @return the entry, or {@code null} if no entry claims it
	 */
	public @Nullable CatalogEntry findByException(Class<?> type) {
		if (this.byException.isEmpty()) {
			return null;
		}
		for (Class<?> candidate = type; candidate != null; candidate = candidate.getSuperclass()) {
			CatalogEntry entry = this.byException.get(candidate);
			if (entry != null) {
				return entry;
			}
		}
		return null;
	}

	/**
	 * Return the entry that claims one of the given validation rules.
	 * @param rules names of a rule, most specific first: {@code Size.prompt},
	 * {@code Size}
	 * @return the entry, or {@code null} if no entry claims any of them
	 */
	public @Nullable CatalogEntry findByConstraint(List<String> rules) {
		if (this.byConstraint.isEmpty()) {
			return null;
		}
		for (String rule : rules) {
			CatalogEntry entry = this.byConstraint.get(rule);
			if (entry != null) {
				return entry;
			}
		}
		return null;
	}

	/**
	 * Return the codes that are most similar to an unknown one, best first.
	 * @param code the unknown code
	 * @return at most three names
	 */
	public List<String> nearest(String code) {
		return CodeNames.nearest(code, this.entries.stream().map(CatalogEntry::code).toList());
	}

	private record Standing(CatalogEntry entry, boolean root, boolean own, boolean builtIn) {
	}

}
