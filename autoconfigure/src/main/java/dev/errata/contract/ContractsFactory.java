package dev.errata.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.CatalogRules;
import dev.errata.catalog.CodeNames;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.catalog.Fault;
import dev.errata.catalog.StatusDescription;
import dev.errata.envelope.HeaderTemplate;
import dev.errata.error.ErrorComposer;
import dev.errata.properties.FaultReport;
import dev.errata.properties.PropertiesReader;
import dev.errata.requestid.RequestIdPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.pattern.PathPattern;

/**
 * Builds contracts from bound properties, and reports their faults.
 */
final class ContractsFactory {

	private static final String ROOT = "errata.";

	private static final Map<String, String> OWN_HEADERS = Map.of("content-type",
			"Remove it. Use 'envelope.media-type' to change it.", "content-length", "Remove it.", "content-language",
			"Remove it. It is set if the language of the caller has selected the texts.", "content-encoding",
			"Remove it.", "transfer-encoding", "Remove it.", "connection", "Remove it.", "cache-control",
			"Remove it. Errors are never cached.", "retry-after", "Remove it. Use 'retry-after' of a code to set it.");

	private static final Pattern CONTRACT_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,49}");

	private final PropertiesReader reader;

	private final FaultReport report;

	private final DeclaredCodes codes;

	private final Contributions contributions;

	private final Map<PathPattern, String> patterns = new LinkedHashMap<>();

	// by contract; the codes that a template can name are known when all are read
	private final Map<String, List<Consumer<ErrorCatalog>>> templates = new LinkedHashMap<>();

	ContractsFactory(PropertiesReader reader, Contributions contributions) {
		this.reader = reader;
		this.report = reader.report();
		this.codes = new DeclaredCodes(reader, contributions.codes());
		this.contributions = contributions;
	}

	/**
	 * Build the contracts of this application. Faults are added to the report.
	 * @return the contracts; if there is a fault, only their names, paths and codes are
	 * as configured
	 */
	Contracts create(ErrataProperties properties) {
		ContractDraft root = root(properties);
		List<ContractDraft> drafts = new ArrayList<>();
		drafts.add(root);
		Map<String, ContractProperties> named = this.reader.declared("errata.contracts", properties.contracts());
		for (Map.Entry<String, ContractProperties> contract : named.entrySet()) {
			drafts.add(named(contract.getKey(), contract.getValue(), root));
		}
		// a template of the root is that of all contracts, and so are its codes
		ErrorCatalog all = nameable(drafts);
		for (ContractDraft draft : drafts) {
			checkTemplates(draft, (draft == root) ? all : nameable(List.of(draft)));
		}
		for (ContractDraft draft : drafts) {
			check(draft, all);
		}
		Limits limits = new LimitsFactory(this.reader, this.contributions.ignoringCase()).create(properties.limits());
		boolean sound = this.report.isEmpty();
		List<Contract> contracts = new ArrayList<>();
		for (ContractDraft draft : drafts) {
			// one that is called 'default' has a fault, and cannot be referred to
			if (draft == root || !draft.name().equals(Contract.DEFAULT)) {
				contracts.add(sound ? draft.build(this.contributions) : draft.outline());
			}
		}
		return new Contracts(contracts, limits, this.contributions.translations(), this.contributions.ignoringCase());
	}

	/**
	 * Build the contract of another service, which inherits nothing. Faults are added to
	 * the report.
	 * @param prefix the path of the contract, with a dot at its end
	 * @return the contract; if it has a fault, only its codes are as configured
	 */
	Contract remote(String name, String prefix, RemoteContractProperties properties) {
		Map<String, ContractDraft.Entry> entries = new LinkedHashMap<>();
		this.codes.entries(prefix, properties.codes())
			.forEach((folded, entry) -> entries.put(folded, new ContractDraft.Entry(prefix, entry)));
		if (properties.envelope() != null && properties.envelope().lastEvent() != null) {
			this.report.add(prefix + "envelope.last-event", null, "Streams of other services are not read.",
					"Remove it.");
		}
		ContractDraft draft = new ContractDraft(name, null, null, prefix, List.of(),
				this.reader.language(prefix + "language", null), false, entries,
				envelope(prefix, properties.envelope(), EnvelopeDraft.DEFAULT),
				headers(prefix, properties.headers(), Map.of()),
				requestId(prefix, properties.requestId(), RequestIdProperties.DEFAULT), QuotaDraft.DEFAULT, Map.of(),
				this.reader.extensions(prefix + "extensions", properties.extensions()));
		ErrorCatalog nameable = nameable(List.of(draft));
		checkTemplates(draft, nameable);
		check(draft, nameable);
		return this.report.isAboutOrBelow(prefix) ? draft.outline() : draft.build(this.contributions);
	}

	private ContractDraft root(ErrataProperties properties) {
		Map<String, ContractDraft.Entry> entries = new LinkedHashMap<>();
		for (CatalogEntry contributed : this.contributions.entries()) {
			entries.put(CodeNames.fold(contributed.code()), new ContractDraft.Entry(ROOT, contributed));
		}
		for (Map.Entry<String, CatalogEntry> own : this.codes.entries(ROOT, properties.codes()).entrySet()) {
			ContractDraft.Entry contributed = entries.get(own.getKey());
			entries.put(own.getKey(), new ContractDraft.Entry(ROOT,
					(contributed != null) ? contributed.entry().overriddenBy(own.getValue()) : own.getValue()));
		}
		EnvelopeDraft envelope = envelope(ROOT, properties.envelope(), EnvelopeDraft.DEFAULT);
		return new ContractDraft(Contract.DEFAULT, properties.title(), properties.description(), ROOT,
				patterns(ROOT, properties.paths()), this.reader.language(ROOT + "language", properties.language()),
				properties.closed(), entries, envelope, ownHeaders(ROOT, properties.headers(), Map.of()),
				requestId(ROOT, properties.requestId(), RequestIdProperties.DEFAULT),
				quota(ROOT, properties.quota(), QuotaDraft.DEFAULT), Map.of(),
				this.reader.extensions(ROOT + "extensions", properties.extensions()));
	}

	private ContractDraft named(String name, ContractProperties properties, ContractDraft root) {
		String prefix = ROOT + "contracts." + name + ".";
		String property = ROOT + "contracts." + name;
		if (!CONTRACT_NAME.matcher(name).matches() || name.equals(Contract.DEFAULT)) {
			this.report.add(property, null,
					"The name of a contract consists of letters, digits, dashes and underscores, and is not 'default'.",
					"Rename the contract. The default one is configured directly below 'errata'.");
		}
		if (properties.paths() == null || properties.paths().isEmpty()) {
			this.report.add(property + ".paths", null, "'paths' is required.", "Add it, e.g. [\"/" + name + "/**\"].");
		}
		Map<String, ContractDraft.Entry> entries = new LinkedHashMap<>(root.entries());
		this.codes.entries(prefix, properties.codes()).forEach((folded, entry) -> {
			entries.remove(folded);
			entries.put(folded, new ContractDraft.Entry(prefix, entry));
		});
		return new ContractDraft(name, properties.title(), properties.description(), prefix,
				patterns(prefix, properties.paths()), this.reader.language(prefix + "language", properties.language()),
				(properties.closed() != null) ? properties.closed() : root.closed(), entries,
				envelope(prefix, properties.envelope(), root.envelope()),
				ownHeaders(prefix, properties.headers(), root.headers()),
				requestId(prefix, properties.requestId(), root.requestId()),
				quota(prefix, properties.quota(), root.quota()), root.extensions(),
				this.reader.extensions(prefix + "extensions", properties.extensions()));
	}

	private List<PathPattern> patterns(String prefix, @Nullable List<String> paths) {
		List<PathPattern> patterns = new ArrayList<>();
		for (String path : DeclaredCodes.distinct(paths)) {
			PathPattern pattern = this.report.checkPattern(prefix + "paths", path);
			if (pattern == null) {
				continue;
			}
			String owner = this.patterns.putIfAbsent(pattern, prefix);
			if (owner != null && !owner.equals(prefix)) {
				this.report.add(prefix + "paths", path, "'" + owner + "paths' has the same pattern.",
						"Keep it in only one of the two contracts.");
			}
			patterns.add(pattern);
		}
		return patterns;
	}

	private EnvelopeDraft envelope(String prefix, @Nullable EnvelopeProperties properties, EnvelopeDraft inherited) {
		if (properties == null) {
			return inherited;
		}
		checkLater(prefix, (catalog) -> EnvelopeDraft.check(prefix + "envelope", properties, catalog, this.report));
		return inherited.with(properties);
	}

	private Map<String, String> ownHeaders(String prefix, @Nullable Map<String, String> headers,
			Map<String, String> inherited) {
		for (Map.Entry<String, String> header : this.reader.declared(prefix + "headers", headers).entrySet()) {
			String name = header.getKey();
			String value = header.getValue();
			String action = OWN_HEADERS.get(name.toLowerCase(Locale.ROOT));
			if (action != null) {
				this.report.add(prefix + "headers." + name, value, "Errata and the server set this header themselves.",
						action);
			}
			else if (!value.equals(HeaderTemplate.headerText(value))) {
				this.report.add(prefix + "headers." + name, value,
						"A header value is one line of printable ASCII, at most 2,000 characters long.",
						"Shorten the text, or remove other characters from it.");
			}
		}
		return headers(prefix, headers, inherited);
	}

	private Map<String, String> headers(String prefix, @Nullable Map<String, String> headers,
			Map<String, String> inherited) {
		Map<String, String> merged = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		merged.putAll(inherited);
		for (Map.Entry<String, String> header : this.reader.declared(prefix + "headers", headers).entrySet()) {
			String name = header.getKey();
			String value = header.getValue();
			checkLater(prefix, (catalog) -> this.report.checkTemplate(prefix + "headers." + name, value,
					(text) -> HeaderTemplate.check(name, text, catalog)));
			merged.remove(name);
			merged.put(name, value);
		}
		return merged;
	}

	private RequestIdPolicy requestId(String prefix, @Nullable RequestIdProperties properties,
			RequestIdPolicy inherited) {
		if (properties != null && properties.header() != null) {
			this.report.checkTemplate(prefix + "request-id.header", properties.header(),
					(name) -> HeaderTemplate.compile(name, "{request-id}"));
		}
		if (properties != null && properties.prefix() != null && !properties.prefix().isEmpty()
				&& (!RequestIdPolicy.isWellFormed(properties.prefix()) || properties.prefix().length() > 64)) {
			this.report.add(prefix + "request-id.prefix", properties.prefix(),
					"A prefix consists of at most 64 letters, digits, dots, underscores and dashes.",
					"Use one such as req_.");
		}
		try {
			return RequestIdProperties.over(inherited, properties);
		}
		catch (IllegalArgumentException ex) {
			return inherited;
		}
	}

	private QuotaDraft quota(String prefix, @Nullable QuotaProperties properties, QuotaDraft inherited) {
		if (properties == null) {
			return inherited;
		}
		Map<String, String> headers = this.reader.declared(prefix + "quota.headers", properties.headers());
		QuotaDraft.check(prefix + "quota", properties, headers, this.report);
		return inherited.with(properties, headers);
	}

	private void checkLater(String prefix, Consumer<ErrorCatalog> check) {
		this.templates.computeIfAbsent(prefix, (key) -> new ArrayList<>()).add(check);
	}

	private void checkTemplates(ContractDraft draft, ErrorCatalog nameable) {
		for (Consumer<ErrorCatalog> check : this.templates.getOrDefault(draft.prefix(), List.of())) {
			check.accept(nameable);
		}
	}

	/**
	 * Return the codes and extensions that a template of some contracts can name.
	 */
	private static ErrorCatalog nameable(List<ContractDraft> drafts) {
		Map<String, CatalogEntry> entries = new LinkedHashMap<>();
		Map<String, @Nullable Object> extensions = new LinkedHashMap<>();
		boolean closed = true;
		for (ContractDraft draft : drafts) {
			closed &= draft.closed();
			extensions.putAll(draft.extensions());
			for (CatalogEntry entry : draft.catalogEntries()) {
				entries.putIfAbsent(CodeNames.fold(entry.code()), entry);
				extensions.putAll(entry.description(0).extensions());
				for (StatusDescription description : entry.at().values()) {
					extensions.putAll(description.extensions());
				}
			}
		}
		return ErrorCatalog.of(entries.values(), closed, extensions);
	}

	private void check(ContractDraft draft, ErrorCatalog nameable) {
		List<CatalogEntry> entries = draft.catalogEntries();
		List<Fault> faults = new ArrayList<>(CatalogRules.check(entries, draft.closed(), draft.extensions()));
		faults.addAll(ErrorComposer.check(entries, nameable));
		for (Fault fault : faults) {
			String prefix = draft.prefixOf(fault);
			// a value that cannot be converted is not missing
			if (!draft.isInherited(fault)
					&& (fault.value() != null || !this.report.isAboutOrBelow(prefix + fault.property()))) {
				this.report.add(prefix, fault);
			}
		}
	}

}
