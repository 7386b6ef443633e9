package dev.errata.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.catalog.Extensions;
import dev.errata.catalog.Fault;
import dev.errata.envelope.HeaderTemplate;
import dev.errata.error.ErrorComposer;
import dev.errata.quota.QuotaHeaders;
import dev.errata.requestid.RequestIdPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * The properties of a contract, merged with those that it inherits. They may have faults.
 *
 * @param name the name of the contract
 * @param title the title of its catalog
 * @param description what its catalog is about
 * @param prefix the path of its properties, with a dot at its end
 * @param paths the paths that it rules
 * @param language the language of the texts that are not translated
 * @param closed whether no other codes are ever sent
 * @param entries the codes by their folded names
 * @param envelope the envelope
 * @param headers the templates of headers by name
 * @param requestId how requests get their ids
 * @param quota the headers that show quotas
 * @param inheritedExtensions the extensions of all codes in the contract around it
 * @param ownExtensions the extensions that it declares for all its codes
 */
record ContractDraft(String name, @Nullable String title, @Nullable String description, String prefix,
		List<PathPattern> paths, Locale language, boolean closed, Map<String, Entry> entries, EnvelopeDraft envelope,
		Map<String, String> headers, RequestIdPolicy requestId, QuotaDraft quota,
		Map<String, @Nullable Object> inheritedExtensions, Map<String, @Nullable Object> ownExtensions) {

	private static final String EXTENSIONS = "extensions.";

	Map<String, @Nullable Object> extensions() {
		return Extensions.merge(this.inheritedExtensions, this.ownExtensions);
	}

	List<CatalogEntry> catalogEntries() {
		List<CatalogEntry> entries = new ArrayList<>();
		for (Entry declared : this.entries.values()) {
			entries.add(declared.entry());
		}
		return entries;
	}

	private ErrorCatalog catalog() {
		return ErrorCatalog.of(catalogEntries(), this.closed, extensions());
	}

	/**
	 * Return whether a fault is that of an extension that another contract declares.
	 */
	boolean isInherited(Fault fault) {
		return fault.property().startsWith(EXTENSIONS)
				&& !this.ownExtensions.containsKey(fault.property().substring(EXTENSIONS.length()));
	}

	/**
	 * Return the path of the contract that declares what a fault is about.
	 */
	String prefixOf(Fault fault) {
		for (Entry declared : this.entries.values()) {
			String property = "codes." + declared.entry().code();
			if (fault.property().equals(property) || fault.property().startsWith(property + ".")) {
				return declared.prefix();
			}
		}
		return this.prefix;
	}

	/**
	 * Build the contract. There must be no fault.
	 */
	Contract build(Contributions contributions) {
		ErrorCatalog catalog = catalog();
		ErrorComposer composer = new ErrorComposer(this.name, catalog, this.language, contributions.messageSource(),
				contributions.catalogPath().get());
		List<HeaderTemplate> headers = new ArrayList<>();
		for (Map.Entry<String, String> header : this.headers.entrySet()) {
			headers.add(HeaderTemplate.compile(header.getKey(), header.getValue()));
		}
		return new Contract(this.name, this.title, this.description, this.paths, catalog, composer,
				this.envelope.build(contributions.envelope()), List.copyOf(headers), this.requestId, this.quota.build(),
				this.envelope.buildLastEvent());
	}

	/**
	 * Build a contract that has only name, paths and codes. There may be faults.
	 */
	Contract outline() {
		return new Contract(this.name, this.title, this.description, this.paths, catalog(),
				new ErrorComposer(this.name, ErrorCatalog.of(List.of(), false), null, null),
				EnvelopeDraft.DEFAULT.build(null), List.of(), this.requestId, QuotaHeaders.NONE, null);
	}

	/**
	 * A code of a contract.
	 *
	 * @param prefix the path of the contract that declares it
	 * @param entry the code
	 */
	record Entry(String prefix, CatalogEntry entry) {
	}

}
