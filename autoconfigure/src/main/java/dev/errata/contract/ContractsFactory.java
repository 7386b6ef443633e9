package dev.errata.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.CatalogRules;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.catalog.Fault;
import dev.errata.envelope.ErrorEnvelope;
import dev.errata.envelope.HeaderTemplate;
import dev.errata.envelope.InvalidTemplateException;
import dev.errata.envelope.JsonEnvelope;
import dev.errata.envelope.Preset;
import dev.errata.error.ErrorComposer;
import dev.errata.requestid.RequestIdPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.ClassUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import org.springframework.web.util.pattern.PatternParseException;

/**
 * Builds the contracts from what was bound, and reports every fault at once.
 */
final class ContractsFactory {

	private static final String ROOT = "errata.";

	private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]+");

	private static final Pattern CONTRACT_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,49}");

	private final ErrataProperties properties;

	private final WrittenProperties written;

	private final FaultReport report;

	private final @Nullable ClassLoader classLoader;

	private final Surroundings surroundings;

	private final Map<PathPattern, String> patterns = new LinkedHashMap<>();

	ContractsFactory(ErrataProperties properties, WrittenProperties written, FaultReport report,
			@Nullable ClassLoader classLoader, Surroundings surroundings) {
		this.properties = properties;
		this.written = written;
		this.report = report;
		this.classLoader = classLoader;
		this.surroundings = surroundings;
	}

	/**
	 * Build the contracts.
	 * @throws org.springframework.boot.diagnostics.FailureAnalyzedException if there is a
	 * fault
	 */
	Contracts create() {
		Draft root = root();
		List<Draft> drafts = new ArrayList<>();
		drafts.add(root);
		Map<String, ContractProperties> contracts = declared("errata.contracts", this.properties.contracts());
		contracts.forEach((name, properties) -> drafts.add(named(name, properties, root)));
		drafts.forEach(this::check);
		this.report.throwIfAny();
		return new Contracts(drafts.stream().map(this::build).toList());
	}

	private Draft root() {
		Map<String, DraftEntry> entries = new LinkedHashMap<>();
		for (CatalogEntry contributed : this.surroundings.contributed()) {
			entries.put(WrittenProperties.fold(contributed.code()), new DraftEntry(ROOT, contributed));
		}
		entries(ROOT, this.properties.codes()).forEach((folded, entry) -> entries.merge(folded, entry,
				(contributed, own) -> new DraftEntry(ROOT, contributed.entry().overriddenBy(own.entry()))));
		EnvelopeDraft envelope = envelope(ROOT, this.properties.envelope(), EnvelopeDraft.DEFAULT);
		return new Draft(Contract.DEFAULT, ROOT, patterns(ROOT, this.properties.paths()), this.properties.closed(),
				entries, envelope, headers(ROOT, this.properties.headers(), Map.of()),
				requestId(ROOT, this.properties.requestId(), RequestIdProperties.DEFAULT));
	}

	private Draft named(String name, ContractProperties properties, Draft root) {
		String prefix = ROOT + "contracts." + name + ".";
		String property = ROOT + "contracts." + name;
		if (!CONTRACT_NAME.matcher(name).matches() || name.equals(Contract.DEFAULT)) {
			this.report.add(property, null,
					"A contract has a name of letters, digits, dashes and underscores, other than 'default'.",
					"Rename the contract; the default one stands at the root, under 'errata'.");
		}
		if (properties.paths() == null || properties.paths().isEmpty()) {
			this.report.add(property + ".paths", null, "A named contract says which paths it rules.",
					"Add 'paths', e.g. [\"/" + name + "/**\"].");
		}
		Map<String, DraftEntry> entries = new LinkedHashMap<>(root.entries());
		entries(prefix, properties.codes()).forEach((folded, entry) -> {
			entries.remove(folded);
			entries.put(folded, entry);
		});
		return new Draft(name, prefix, patterns(prefix, properties.paths()),
				(properties.closed() != null) ? properties.closed() : root.closed(), entries,
				envelope(prefix, properties.envelope(), root.envelope()),
				headers(prefix, properties.headers(), root.headers()),
				requestId(prefix, properties.requestId(), root.requestId()));
	}

	private Map<String, DraftEntry> entries(String prefix, @Nullable Map<String, CodeProperties> codes) {
		Map<String, DraftEntry> entries = new LinkedHashMap<>();
		declared(prefix + "codes", codes).forEach((code, properties) -> entries.put(WrittenProperties.fold(code),
				new DraftEntry(prefix, entry(prefix + "codes." + code, code, properties))));
		return entries;
	}

	/**
	 * Return what was bound under the keys that files declare, each under its written
	 * spelling. Binding leaves a twin where the environment, or the command line, spells
	 * a key in its own way.
	 */
	private <T> Map<String, T> declared(String property, @Nullable Map<String, T> bound) {
		Map<String, T> declared = new LinkedHashMap<>();
		if (bound == null) {
			return declared;
		}
		Map<String, WrittenProperties.Spellings> spellings = this.written.keys(property);
		spellings.forEach((folded, spelling) -> {
			List<String> keys = new ArrayList<>(spelling.declared().keySet());
			if (keys.size() > 1) {
				this.report.add(property + "." + keys.get(1), null,
						Objects.requireNonNull(spelling.declared().get(keys.get(1))).place(),
						"This is the same name as '" + keys.get(0) + "', since case and separators do not count.",
						"Keep one of the two spellings.");
			}
			T value = bound.get(keys.get(0));
			if (value != null) {
				declared.put(keys.get(0), value);
			}
			else if (!PLAIN_KEY.matcher(keys.get(0)).matches()) {
				this.report.add(property + "." + keys.get(0), null,
						"Binding keeps nothing but letters, digits, dashes and underscores of a name without brackets.",
						"Write the name as \"[" + keys.get(0) + "]\".");
			}
		});
		bound.forEach((key, value) -> {
			if (!spellings.containsKey(WrittenProperties.fold(key))) {
				String contributed = this.surroundings.contributedCode(key);
				if (contributed != null) {
					declared.put(contributed, value);
				}
				else {
					this.report.add(property + "." + key, null,
							"This name is known from the environment alone, which can override but not declare.",
							"Check the spelling of the variable, or declare the name in a file.");
				}
			}
		});
		return declared;
	}

	private CatalogEntry entry(String property, String code, CodeProperties properties) {
		return CatalogEntry.of(code, (entry) -> {
			if (properties.status() != null) {
				entry.status(properties.status().stream().filter(Objects::nonNull).toArray(Integer[]::new));
			}
			entry.family(properties.family())
				.title(properties.title())
				.message(properties.message())
				.detail(properties.detail())
				.meaning(properties.meaning())
				.fix(properties.fix())
				.docs(properties.docs())
				.retryable(properties.retryable())
				.retryAfter(properties.retryAfter())
				.exitCode(properties.exitCode())
				.exposeMessage(properties.exposeMessage());
			if (properties.at() != null) {
				properties.at().forEach((status, advice) -> entry.at(status, advice.toAdvice()));
			}
			entry.exceptions(exceptions(property + ".exceptions", properties.exceptions()));
			entry.constraints(distinct(properties.constraints()));
			entry.replaces(distinct(properties.replaces()));
		});
	}

	private static String[] distinct(@Nullable List<String> values) {
		return (values != null) ? values.stream().filter(Objects::nonNull).distinct().toArray(String[]::new)
				: new String[0];
	}

	@SuppressWarnings("unchecked")
	private Class<? extends Throwable>[] exceptions(String property, @Nullable List<String> names) {
		List<Class<?>> exceptions = new ArrayList<>();
		for (String name : distinct(names)) {
			Class<?> type = resolve(name);
			if (type == null) {
				this.report.add(property, name, "There is no class of this name.",
						"Write the full name of the exception, a nested one as Outer$Inner.");
				continue;
			}
			Fault fault = CatalogRules.checkException(property, type);
			if (fault != null) {
				this.report.add("", fault);
			}
			else {
				exceptions.add(type);
			}
		}
		return exceptions.toArray(Class[]::new);
	}

	private @Nullable Class<?> resolve(String name) {
		try {
			return ClassUtils.forName(name.trim(), this.classLoader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

	private List<PathPattern> patterns(String prefix, @Nullable List<String> paths) {
		List<PathPattern> patterns = new ArrayList<>();
		for (String path : distinct(paths)) {
			PathPattern pattern;
			try {
				pattern = PathPatternParser.defaultInstance.parse(path.startsWith("/") ? path : "/" + path);
			}
			catch (PatternParseException ex) {
				this.report.add(prefix + "paths", path, "This is not a path pattern: " + ex.getMessage() + ".",
						"Write a path such as /orders/**, with ** at its end only.");
				continue;
			}
			String owner = this.patterns.putIfAbsent(pattern, prefix);
			if (owner != null && !owner.equals(prefix)) {
				this.report.add(prefix + "paths", path, "'" + owner + "paths' has the same pattern.",
						"Leave it to one of the two contracts.");
			}
			patterns.add(pattern);
		}
		return patterns;
	}

	private EnvelopeDraft envelope(String prefix, @Nullable EnvelopeProperties properties, EnvelopeDraft inherited) {
		if (properties == null) {
			return inherited;
		}
		String property = prefix + "envelope";
		if (properties.preset() != null && properties.body() != null) {
			this.report.add(property + ".preset", properties.preset().name().toLowerCase(java.util.Locale.ROOT),
					"An envelope has a preset or a body, not both.", "Remove one of the two.");
		}
		checkTemplate(property + ".body", properties.body(), JsonEnvelope::checkBody);
		checkTemplate(property + ".violation", properties.violation(), JsonEnvelope::checkViolation);
		if (properties.mediaType() != null) {
			try {
				MediaType.parseMediaType(properties.mediaType());
			}
			catch (InvalidMediaTypeException ex) {
				this.report.add(property + ".media-type", properties.mediaType(), "This is not a media type.",
						"Write one such as application/json.");
			}
		}
		return inherited.with(properties);
	}

	private void checkTemplate(String property, @Nullable String text, java.util.function.Consumer<String> check) {
		if (text == null) {
			return;
		}
		try {
			check.accept(text);
		}
		catch (InvalidTemplateException ex) {
			this.report.add(property, text, String.valueOf(ex.getMessage()), "Correct the text.");
		}
	}

	private Map<String, String> headers(String prefix, @Nullable Map<String, String> headers,
			Map<String, String> inherited) {
		Map<String, String> merged = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		merged.putAll(inherited);
		declared(prefix + "headers", headers).forEach((name, value) -> {
			checkTemplate(prefix + "headers." + name, value, (text) -> HeaderTemplate.compile(name, text));
			merged.remove(name);
			merged.put(name, value);
		});
		return merged;
	}

	private RequestIdPolicy requestId(String prefix, @Nullable RequestIdProperties properties,
			RequestIdPolicy inherited) {
		if (properties != null && properties.header() != null) {
			checkTemplate(prefix + "request-id.header", properties.header(),
					(name) -> HeaderTemplate.compile(name, "{request-id}"));
		}
		if (properties != null && properties.prefix() != null && !properties.prefix().isEmpty()
				&& (!RequestIdPolicy.isWellFormed(properties.prefix()) || properties.prefix().length() > 64)) {
			this.report.add(prefix + "request-id.prefix", properties.prefix(),
					"A prefix consists of at most 64 letters, digits, dots, underscores and dashes.",
					"Write one such as req_.");
		}
		try {
			return RequestIdProperties.over(inherited, properties);
		}
		catch (IllegalArgumentException ex) {
			return inherited;
		}
	}

	private void check(Draft draft) {
		List<CatalogEntry> entries = draft.catalogEntries();
		List<Fault> faults = new ArrayList<>(CatalogRules.check(entries, draft.closed()));
		faults.addAll(ErrorComposer.check(entries));
		Map<String, String> prefixes = draft.entries()
			.values()
			.stream()
			.collect(Collectors.toMap((entry) -> entry.entry().code(), DraftEntry::prefix, (first, second) -> first));
		for (Fault fault : faults) {
			String prefix = prefixes.entrySet()
				.stream()
				.filter((entry) -> isAbout(fault, entry.getKey()))
				.map(Map.Entry::getValue)
				.findFirst()
				.orElse(draft.prefix());
			// what could not be converted is not missing
			if (fault.value() != null || !this.report.isAboutOrBelow(prefix + fault.property())) {
				this.report.add(prefix, fault);
			}
		}
	}

	private static boolean isAbout(Fault fault, String code) {
		String property = "codes." + code;
		return fault.property().equals(property) || fault.property().startsWith(property + ".");
	}

	private Contract build(Draft draft) {
		ErrorCatalog catalog = ErrorCatalog.of(draft.catalogEntries(), draft.closed());
		ErrorComposer composer = new ErrorComposer(draft.name(), catalog, this.surroundings.messageSource(),
				this.surroundings.catalogPath());
		List<HeaderTemplate> headers = new ArrayList<>();
		draft.headers().forEach((name, value) -> headers.add(HeaderTemplate.compile(name, value)));
		return new Contract(draft.name(), draft.paths(), catalog, composer,
				draft.envelope().build(this.surroundings.envelope()), List.copyOf(headers), draft.requestId());
	}

	/**
	 * What the application brings along besides its properties.
	 */
	record Surroundings(List<CatalogEntry> contributed, @Nullable ErrorEnvelope envelope,
			@Nullable MessageSource messageSource, @Nullable String catalogPath) {

		/**
		 * Return the code of a contributed entry as it is spelled there.
		 */
		@Nullable String contributedCode(String code) {
			String folded = WrittenProperties.fold(code);
			return this.contributed.stream()
				.map(CatalogEntry::code)
				.filter((contributed) -> WrittenProperties.fold(contributed).equals(folded))
				.findFirst()
				.orElse(null);
		}

	}

	private record DraftEntry(String prefix, CatalogEntry entry) {
	}

	private record Draft(String name, String prefix, List<PathPattern> paths, boolean closed,
			Map<String, DraftEntry> entries, EnvelopeDraft envelope, Map<String, String> headers,
			RequestIdPolicy requestId) {

		List<CatalogEntry> catalogEntries() {
			return this.entries.values().stream().map(DraftEntry::entry).toList();
		}

	}

	private record EnvelopeDraft(@Nullable String body, @Nullable String violation, @Nullable String mediaType) {

		static final EnvelopeDraft DEFAULT = new EnvelopeDraft(null, null, null);

		EnvelopeDraft with(EnvelopeProperties properties) {
			if (properties.body() != null) {
				return new EnvelopeDraft(properties.body(), properties.violation(),
						(properties.mediaType() != null) ? properties.mediaType() : "application/json");
			}
			if (properties.preset() != null) {
				return new EnvelopeDraft(properties.preset().body(), properties.violation(),
						(properties.mediaType() != null) ? properties.mediaType() : properties.preset().mediaType());
			}
			return new EnvelopeDraft(this.body,
					(properties.violation() != null) ? properties.violation() : this.violation,
					(properties.mediaType() != null) ? properties.mediaType() : this.mediaType);
		}

		ErrorEnvelope build(@Nullable ErrorEnvelope bean) {
			if (this.body == null && bean != null) {
				return bean;
			}
			return JsonEnvelope.compile((this.body != null) ? this.body : Preset.PROBLEM.body(), this.violation,
					(this.mediaType != null) ? this.mediaType : Preset.PROBLEM.mediaType());
		}

	}

}
