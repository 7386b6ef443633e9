package dev.errata.browser;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.Deprecation;
import dev.errata.catalog.StatusDescription;
import dev.errata.contract.Contract;
import dev.errata.error.CodeTexts;
import dev.errata.web.ErrorExample;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Codes as {@linkplain CatalogHtml pages} show them: as a row of a list, and with all
 * that is known.
 */
final class CodeHtml {

	/** The language of the pages, except for the texts of codes. */
	static final String LANGUAGE = "en";

	private static final int MAX_RELATED = 8;

	private static final int MAX_OPERATIONS = 10;

	private final CatalogSources sources;

	private final Map<Contract, EnvelopeShape> shapes = new HashMap<>();

	private final Map<Contract, ClientSnippets> snippets = new HashMap<>();

	private final String basePath;

	private final Locale reader;

	/**
	 * Create an instance.
	 * @param basePath the path below which the application lives; empty for the root
	 * @param reader the language of the reader
	 */
	CodeHtml(CatalogSources sources, Templates templates, String basePath, Locale reader) {
		this.sources = sources;
		this.basePath = basePath;
		this.reader = reader;
		ClientTypes types = new ClientTypes(sources.contracts().all());
		sources.contracts().all().forEach((contract) -> {
			EnvelopeShape shape = EnvelopeShape.of(contract);
			this.shapes.put(contract, shape);
			this.snippets.put(contract,
					new ClientSnippets(contract, shape, types, templates, !sources.keys().get().isEmpty()));
		});
	}

	/**
	 * Return the names of the members that lead to the code in a document of a contract.
	 */
	List<String> codePath(Contract contract) {
		return Objects.requireNonNull(this.shapes.get(contract)).codePath();
	}

	/**
	 * Return a code as a row of a list.
	 */
	PageModel.Row row(Contract contract, CatalogEntry entry, PageLinks links) {
		int status = entry.statuses().get(0);
		ExampleAnswer example = example(contract, entry, status);
		CodeTexts texts = contract.composer().describe(entry, status, this.reader);
		return new PageModel.Row(links.to(contract, entry), name(entry.code()), badges(entry),
				entry.deprecation() != null, example.message(), lang(example.language()),
				Stream.of(text(null, texts.meaning()), text(null, texts.fix())).flatMap(Stream::ofNullable).toList());
	}

	/**
	 * Return the page of a code.
	 */
	PageModel.Code page(PageModel.Head head, Contract contract, CatalogEntry entry, PageLinks links) {
		List<PageModel.Operation> operations = this.sources.operations().of(contract, entry);
		boolean family = !entry.family().equals(entry.code());
		boolean ofError = contract.catalog().answerOfInput(entry) == null;
		return new PageModel.Code(head, entry.code(), name(entry.code()), links.to(contract),
				CatalogHtml.title(contract), family ? entry.family() : null,
				links.to(contract) + "#" + anchor(entry.family()), badges(entry), entry.since(),
				deprecation(contract, entry, links), entry.statuses().size() > 1,
				entry.statuses().stream().map((status) -> status(contract, entry, status, links)).toList(),
				CatalogView.otherStatuses(contract, entry), operations(contract, operations),
				ofError ? snippets(contract, entry, operations) : List.of(),
				Objects.requireNonNull(this.snippets.get(contract)).isCodeOnTheWire()
						? links.below("/" + contract.name() + ".ts") : null,
				contract.name() + ".ts", related(contract, entry, links), ofError ? seen(contract, entry) : null);
	}

	private static PageModel.@Nullable Deprecation deprecation(Contract contract, CatalogEntry entry, PageLinks links) {
		Deprecation deprecation = entry.deprecation();
		if (deprecation == null) {
			return null;
		}
		CatalogEntry use = (deprecation.use() != null) ? contract.catalog().find(deprecation.use()) : null;
		return new PageModel.Deprecation(deprecation.since(), (use != null) ? use.code() : deprecation.use(),
				(use != null) ? links.to(contract, use) : null);
	}

	private static List<PageModel.Badge> badges(CatalogEntry entry) {
		return entry.statuses().stream().map((status) -> badge(entry, status)).toList();
	}

	private static PageModel.Badge badge(CatalogEntry entry, int status) {
		StatusDescription description = entry.description(status);
		Long seconds = CatalogView.retryAfter(description);
		String retry = Boolean.TRUE.equals(description.retryable())
				? ((seconds != null) ? "retry after " + seconds + " s" : "retry") : null;
		return new PageModel.Badge(status, "s" + status / 100, retry);
	}

	private PageModel.Status status(Contract contract, CatalogEntry entry, int status, PageLinks links) {
		StatusDescription description = entry.description(status);
		CodeTexts texts = contract.composer().describe(entry, status, this.reader);
		ExampleAnswer example = example(contract, entry, status);
		List<PageModel.Fact> facts = new ArrayList<>();
		CatalogEntry answer = contract.catalog().answerOfInput(entry);
		if (answer != null) {
			facts.add(new PageModel.Fact("Code of the response", answer.code(), links.to(contract, answer)));
		}
		if (entry.exitCode() != null) {
			facts.add(new PageModel.Fact("Exit code", entry.exitCode().toString(), null));
		}
		String extensions = CatalogView.extensions(description);
		if (!extensions.isEmpty()) {
			facts.add(new PageModel.Fact("Extensions", extensions, null));
		}
		if (StringUtils.hasText(description.docs())) {
			facts.add(docs(description.docs()));
		}
		String tryIt = (this.sources.tryIt() != TryIt.NONE && answer == null)
				? links.root() + this.sources.tryIt().path(contract.name(), entry.code(), status) : null;
		return new PageModel.Status(badge(entry, status), example.title(), example.message(), lang(example.language()),
				retry(description), retryKind(description),
				Stream.of(text("What happened", texts.meaning()), text("What to do", texts.fix()))
					.flatMap(Stream::ofNullable)
					.toList(),
				facts, ExampleAnswer.filled(contract, entry, status, this.basePath, this.reader).text(), tryIt);
	}

	private static PageModel.Fact docs(String docs) {
		// an author's URI is no reason to run a script
		boolean link = docs.startsWith("https://") || docs.startsWith("http://") || docs.startsWith("/");
		return new PageModel.Fact("More", docs, link ? docs : null);
	}

	private PageModel.@Nullable Operations operations(Contract contract, List<PageModel.Operation> operations) {
		int size = operations.size();
		if (size == 0) {
			return null;
		}
		if (size > 1 && size == this.sources.operations().count(contract)) {
			return new PageModel.Operations(List.of(), "All of them.");
		}
		return (size <= MAX_OPERATIONS) ? new PageModel.Operations(operations, null) : new PageModel.Operations(
				operations.subList(0, MAX_OPERATIONS), "And " + (size - MAX_OPERATIONS) + " more.");
	}

	private @Nullable String seen(Contract contract, CatalogEntry entry) {
		CodeCounts counts = this.sources.counts();
		if (counts == null) {
			return null;
		}
		CodeCounts.Count count = counts.of(contract, entry);
		if (count == null) {
			return "Not sent since the service has started.";
		}
		return "Sent " + ((count.times() == 1) ? "once" : count.times() + " times")
				+ " since the service has started, last at " + count.last().truncatedTo(ChronoUnit.SECONDS) + ".";
	}

	private List<PageModel.Snippet> snippets(Contract contract, CatalogEntry entry,
			List<PageModel.Operation> operations) {
		if (!operations.isEmpty()) {
			PageModel.Operation operation = operations.get(0);
			return Objects.requireNonNull(this.snippets.get(contract))
				.of(entry, operation.method(), "https://api.example.com" + operation.path());
		}
		String path = (this.sources.tryIt() != TryIt.NONE)
				? this.sources.tryIt().path(contract.name(), entry.code(), entry.statuses().get(0))
				: ErrorExample.path(contract).substring(1);
		return Objects.requireNonNull(this.snippets.get(contract)).of(entry, null, "https://api.example.com/" + path);
	}

	/**
	 * Return the codes of the same family, and of the same status.
	 */
	private static List<PageModel.Related> related(Contract contract, CatalogEntry entry, PageLinks links) {
		List<PageModel.Related> related = new ArrayList<>();
		Set<Integer> statuses = Set.copyOf(entry.statuses());
		addRelated(related, "Same family",
				contract.catalog().entries().stream().filter((other) -> other.family().equals(entry.family())), entry,
				contract, links);
		addRelated(related, "Same status", contract.catalog()
			.entries()
			.stream()
			.filter((other) -> !other.family().equals(entry.family())
					&& other.statuses().stream().anyMatch(statuses::contains) && !contract.catalog().isBuiltIn(other)),
				entry, contract, links);
		if (!entry.replaces().isEmpty()) {
			related.add(new PageModel.Related("Stands for",
					entry.replaces().stream().map((name) -> new PageModel.Link(name, null)).toList()));
		}
		return related;
	}

	private static void addRelated(List<PageModel.Related> related, String name, Stream<CatalogEntry> others,
			CatalogEntry entry, Contract contract, PageLinks links) {
		List<PageModel.Link> list = others.filter((other) -> other != entry)
			.limit(MAX_RELATED)
			.map((other) -> new PageModel.Link(other.code(), links.to(contract, other)))
			.toList();
		if (!list.isEmpty()) {
			related.add(new PageModel.Related(name, list));
		}
	}

	/**
	 * Return a code as markup that may break behind a separator.
	 */
	private static String name(String code) {
		return Templates.escape(code).replaceAll("[_.]", "$0<wbr>");
	}

	/**
	 * Return what a group of codes is linked by.
	 */
	static String anchor(String name) {
		return "group-" + name.replaceAll("[^A-Za-z0-9_.:-]+", "-");
	}

	private static PageModel.@Nullable Text text(@Nullable String heading, CodeTexts.@Nullable Text text) {
		return (text == null || text.text().isBlank()) ? null
				: new PageModel.Text(heading, text.text(), lang(text.language()));
	}

	/**
	 * Return the value of the attribute for a text that is not in the language of the
	 * page.
	 */
	private static @Nullable String lang(@Nullable Locale language) {
		return (language == null || language.getLanguage().equals(LANGUAGE)) ? null : language.toLanguageTag();
	}

	private ExampleAnswer example(Contract contract, CatalogEntry entry, int status) {
		return ExampleAnswer.of(contract, entry, status, this.basePath, this.reader);
	}

	private static String retryKind(StatusDescription description) {
		if (description.retryable() == null) {
			return "unsaid";
		}
		return description.retryable() ? "yes" : "no";
	}

	private static @Nullable String retry(StatusDescription description) {
		Long seconds = CatalogView.retryAfter(description);
		String wait = (seconds != null) ? seconds + ((seconds == 1) ? " second" : " seconds") : null;
		return switch (retryKind(description)) {
			case "yes" -> (wait != null) ? "Retry after " + wait + "." : "Retry: the same request may succeed later.";
			case "no" -> "Do not retry: the same request will fail again.";
			default -> (wait != null) ? "Wait " + wait + " before you retry." : null;
		};
	}

}
