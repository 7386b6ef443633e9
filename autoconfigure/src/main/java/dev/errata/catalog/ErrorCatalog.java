package dev.errata.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * All the codes of a contract, immutable. It answers which entry stands for a code, a
 * standard code, an exception or a validation rule; nothing is guessed by status or by
 * order.
 *
 * @since 0.1.0
 * @see CatalogRules
 */
public final class ErrorCatalog {

	private final boolean closed;

	private final List<CatalogEntry> entries;

	private final Map<String, CatalogEntry> byCode = new HashMap<>();

	private final Map<String, CatalogEntry> byFoldedCode = new LinkedHashMap<>();

	private final Map<Class<?>, CatalogEntry> byException = new HashMap<>();

	// databases print the names of their constraints in a case of their own
	private final Map<String, CatalogEntry> byConstraint = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private final Map<StandardCode, Standing> standings = new EnumMap<>(StandardCode.class);

	private ErrorCatalog(Collection<CatalogEntry> declared, boolean closed) {
		this.closed = closed;
		Map<StandardCode, CatalogEntry> claims = new EnumMap<>(StandardCode.class);
		for (CatalogEntry entry : declared) {
			register(entry);
			StandardCode namesake = StandardCode.find(entry.code());
			if (namesake != null) {
				claims.putIfAbsent(namesake, entry);
			}
			entry.exceptions().forEach((exception) -> this.byException.putIfAbsent(exception, entry));
			entry.constraints().forEach((constraint) -> this.byConstraint.putIfAbsent(constraint, entry));
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
		for (StandardCode code : StandardCode.values()) {
			Standing standing = standing(code, claims);
			this.standings.put(code, standing);
			if (!closed && standing.builtIn()) {
				register(standing.entry());
				entries.add(standing.entry());
			}
		}
		this.entries = List.copyOf(entries);
	}

	/**
	 * Create a catalog of the given entries.
	 * @param entries the entries, {@linkplain CatalogRules checked} before
	 * @param closed whether no code but these may reach the wire; an open catalog has the
	 * standard codes that nobody declared as well
	 * @return the catalog
	 */
	public static ErrorCatalog of(Collection<CatalogEntry> entries, boolean closed) {
		return new ErrorCatalog(entries, closed);
	}

	private static Standing standing(StandardCode code, Map<StandardCode, CatalogEntry> claims) {
		for (StandardCode ancestor = code; ancestor != null; ancestor = ancestor.parent()) {
			CatalogEntry entry = claims.get(ancestor);
			if (entry != null) {
				return new Standing(entry, ancestor.isRoot(), ancestor == code, false);
			}
		}
		CatalogEntry entry = CatalogEntry.of(code.code(),
				(facts) -> facts.status(code.status()).message(code.message()));
		return new Standing(entry, code.isRoot(), true, true);
	}

	private void register(CatalogEntry entry) {
		this.byCode.putIfAbsent(entry.code(), entry);
		this.byFoldedCode.putIfAbsent(CodeNames.fold(entry.code()), entry);
	}

	/**
	 * Return whether no code but the declared ones ever reaches the wire.
	 * @return whether the catalog is closed
	 */
	public boolean isClosed() {
		return this.closed;
	}

	/**
	 * Return every code that can reach the wire: the declared ones in their order, then,
	 * in an open catalog, the standard codes that nobody stands in for.
	 * @return the entries
	 */
	public List<CatalogEntry> entries() {
		return this.entries;
	}

	/**
	 * Return whether an entry is one that Errata brings along.
	 * @param entry one of {@link #entries()}
	 * @return whether nobody declared it
	 */
	public boolean isBuiltIn(CatalogEntry entry) {
		StandardCode code = StandardCode.find(entry.code());
		Standing standing = (code != null) ? this.standings.get(code) : null;
		return standing != null && standing.builtIn() && standing.entry() == entry;
	}

	/**
	 * Return the entry of a code, ignoring case and separators.
	 * @param code the code
	 * @return the entry, or {@code null} if this catalog has no such code
	 */
	public @Nullable CatalogEntry find(String code) {
		CatalogEntry entry = this.byCode.get(code);
		return (entry != null) ? entry : this.byFoldedCode.get(CodeNames.fold(code));
	}

	/**
	 * Return what stands for a standard code, and the status it has then: the given one
	 * where the entry lists it or stands for a root, else the entry's first.
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
	 * Return what stands for a standard code under the status it has by itself.
	 * @param code the standard code
	 * @return the answer
	 */
	public ResolvedCode resolve(StandardCode code) {
		return resolve(code, code.status());
	}

	/**
	 * Return what stands for the standard code of a field: the most specific code that
	 * was declared for it, and {@code validation_failed} where none was.
	 * @param code the standard code of a field
	 * @return the answer
	 */
	public ResolvedCode answerField(StandardCode code) {
		Standing standing = this.standings.get(code);
		return resolve((standing == null || standing.builtIn()) ? StandardCode.VALIDATION_FAILED : code);
	}

	/**
	 * Return the code that a violation bears for the standard code of a field. An open
	 * catalog says that code itself unless it is declared, since a coarser one would tell
	 * less.
	 * @param code the standard code of a field
	 * @return the code
	 */
	public String fieldCode(StandardCode code) {
		Standing standing = this.standings.get(code);
		return (standing == null || (!this.closed && !standing.own())) ? code.code() : standing.entry().code();
	}

	/**
	 * Return the entry that claims an exception: its exact class, else the nearest
	 * superclass.
	 * @param type the class of the exception
	 * @return the entry, or {@code null} if nobody claims it
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
	 * Return the entry that claims the first of the given validation rules that anybody
	 * claims.
	 * @param rules names of a rule, most specific first: {@code Size.prompt},
	 * {@code Size}
	 * @return the entry, or {@code null} if nobody claims any of them
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
	 * Return the codes whose names are nearest to one that is not here, best first.
	 * @param code the unknown code
	 * @return at most three names
	 */
	public List<String> nearest(String code) {
		return CodeNames.nearest(code, this.entries.stream().map(CatalogEntry::code).toList());
	}

	private record Standing(CatalogEntry entry, boolean root, boolean own, boolean builtIn) {
	}

}
