package dev.errata.browser;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.errata.browser.changes.Release;
import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.StatusDescription;
import dev.errata.contract.Contract;
import org.jspecify.annotations.Nullable;

/**
 * Texts about the errors of the service for the authors of its clients, in Markdown, made
 * from its configuration.
 */
final class CatalogArticles {

	private final CatalogSources sources;

	private final Templates templates;

	private final PageLinks links;

	private final String basePath;

	private final Locale reader;

	/**
	 * Create the articles.
	 * @param basePath the path below which the application lives; empty for the root
	 * @param reader the language of the reader; only texts of codes are translated
	 */
	CatalogArticles(CatalogSources sources, Templates templates, String basePath, Locale reader) {
		this.sources = sources;
		this.templates = templates;
		this.links = PageLinks.of(sources.path(), 1);
		this.basePath = basePath;
		this.reader = reader;
	}

	/**
	 * Return how to handle errors.
	 */
	String guide() {
		List<Contract> contracts = this.sources.contracts().all();
		List<ArticleModel.GuideCode> retryable = new ArrayList<>();
		List<ArticleModel.GuideCode> last = new ArrayList<>();
		List<ArticleModel.GuideCode> deprecated = new ArrayList<>();
		for (Contract contract : contracts) {
			for (CatalogEntry entry : CatalogHtml.declared(contract)) {
				for (int status : entry.statuses()) {
					StatusDescription description = entry.description(status);
					if (Boolean.TRUE.equals(description.retryable())) {
						retryable.add(code(contract, entry, status));
					}
				}
				if (entry.statuses().stream().allMatch((status) -> entry.description(status).isFinal())) {
					last.add(code(contract, entry, entry.statuses().get(0)));
				}
				if (entry.deprecation() != null) {
					deprecated.add(code(contract, entry, entry.statuses().get(0)));
				}
			}
		}
		return this.templates.fill("guide.md",
				new ArticleModel.Guide(this.sources.service().name(), this.links.catalog(),
						this.sources.history().releases().isEmpty() ? null : this.links.below("/changes"),
						contracts.size() > 1, described().stream().map(this::contract).toList(), retryable, last,
						keys(), languages(), deprecated));
	}

	/**
	 * Return the contracts that somebody has declared a code of, or all if there are
	 * none.
	 */
	private List<Contract> described() {
		List<Contract> all = this.sources.contracts().all();
		List<Contract> declared = all.stream().filter((contract) -> !CatalogHtml.declared(contract).isEmpty()).toList();
		return declared.isEmpty() ? all : declared;
	}

	private ArticleModel.GuideContract contract(Contract contract) {
		EnvelopeShape shape = EnvelopeShape.of(contract);
		List<CatalogEntry> declared = CatalogHtml.declared(contract);
		CatalogEntry entry = declared.isEmpty() ? contract.catalog().entries().get(0) : declared.get(0);
		ExampleAnswer example = ExampleAnswer.of(contract, entry, entry.statuses().get(0), this.basePath, this.reader);
		return new ArticleModel.GuideContract(CatalogHtml.title(contract), contract.description(),
				this.links.to(contract), paths(contract), contract.envelope().mediaType(), example.text().strip(),
				place(shape), contract.requestId().header(), contract.requestId().accept(), contract.quota().names(),
				contract.catalog().isClosed(), contract.catalog().listed().size());
	}

	/**
	 * Return the paths of a contract, unless there are no others.
	 */
	private static List<String> paths(Contract contract) {
		List<String> paths = contract.paths().stream().map(Object::toString).toList();
		return paths.equals(List.of("/**")) ? List.of() : paths;
	}

	private static @Nullable String place(EnvelopeShape shape) {
		if (!shape.codePath().isEmpty()) {
			return "the member `" + String.join(".", shape.codePath()) + "`";
		}
		return (shape.codeHeader() != null) ? "the header `" + shape.codeHeader() + "`" : null;
	}

	private ArticleModel.GuideCode code(Contract contract, CatalogEntry entry, int status) {
		Long seconds = CatalogView.retryAfter(entry.description(status));
		return new ArticleModel.GuideCode(entry.code(), this.links.to(contract, entry), CatalogHtml.title(contract),
				status, (seconds != null) ? seconds + " s" : "",
				(entry.deprecation() != null) ? entry.deprecation().words() : "");
	}

	private List<ArticleModel.Key> keys() {
		return this.sources.keys().get().stream().map(CatalogArticles::key).toList();
	}

	private static ArticleModel.Key key(Map<String, Object> rule) {
		List<String> methods = new ArrayList<>();
		((Iterable<?>) Objects.requireNonNull(rule.get("methods"))).forEach((method) -> methods.add(method.toString()));
		return new ArticleModel.Key(String.join(", ", methods), String.valueOf(rule.get("path")),
				String.valueOf(rule.get("key")), words(Duration.parse(String.valueOf(rule.get("ttl")))));
	}

	private static String words(Duration duration) {
		if (duration.toHours() > 0 && duration.equals(Duration.ofHours(duration.toHours()))) {
			return duration.toHours() + " h";
		}
		return (duration.toMinutes() > 0) ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
	}

	private List<String> languages() {
		List<String> languages = this.sources.contracts().languages().stream().map(Locale::toLanguageTag).toList();
		return (languages.size() > 1) ? languages : List.of();
	}

	/**
	 * Return how the codes have changed, or {@code null} if it is not known.
	 */
	@Nullable String changes() {
		List<Release> releases = this.sources.history().releases();
		if (releases.isEmpty()) {
			return null;
		}
		List<ArticleModel.Version> versions = new ArrayList<>();
		for (int i = 0; i < releases.size(); i++) {
			Release release = releases.get(i);
			boolean first = i == releases.size() - 1;
			versions.add(new ArticleModel.Version((release.version() != null) ? release.version() : "Unreleased",
					release.changes().stream().map(this::change).toList(), first,
					!first && release.changes().isEmpty()));
		}
		return this.templates.fill("changes.md", new ArticleModel.Changes(this.sources.service().name(),
				this.sources.contracts().all().size() > 1, versions));
	}

	private ArticleModel.CodeChange change(Release.Change change) {
		String kind = change.kind().name().charAt(0) + change.kind().name().substring(1).toLowerCase(Locale.ROOT);
		CatalogEntry entry = (change.contract() != null) ? change.contract().catalog().find(change.code()) : null;
		return new ArticleModel.CodeChange(kind, change.code(),
				(change.contract() != null && entry != null) ? this.links.to(change.contract(), entry) : null,
				(change.contract() != null) ? CatalogHtml.title(change.contract()) : change.contractName(),
				change.detail());
	}

}
