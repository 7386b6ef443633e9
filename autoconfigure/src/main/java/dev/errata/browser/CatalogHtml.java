package dev.errata.browser;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.errata.browser.search.CodeSearch;
import dev.errata.browser.search.SearchResult;
import dev.errata.browser.search.SearchResult.Hit;
import dev.errata.browser.search.SearchResult.Kind;
import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.envelope.HeaderTemplate;
import org.jspecify.annotations.Nullable;

/**
 * The catalog as pages: lists of codes, and one page for each code. All links are
 * relative, so that it does not matter below which path, or behind which proxy, the pages
 * live. They can be read without scripts.
 */
final class CatalogHtml {

	/** As many as anybody reads. */
	private static final int MAX_HITS = 60;

	/** Fewer are sorted at a glance. */
	private static final int MIN_SORTED = 6;

	private final CatalogSources sources;

	private final Contracts contracts;

	private final Templates templates;

	private final CatalogAssets assets;

	private final Locale reader;

	private volatile @Nullable CodeSearch search;

	private final CodeHtml codes;

	/**
	 * Create the pages.
	 * @param basePath the path below which the application lives; empty for the root
	 * @param reader the language of the reader; only texts of codes are translated
	 */
	CatalogHtml(CatalogSources sources, Templates templates, CatalogAssets assets, String basePath, Locale reader) {
		this.sources = sources;
		this.contracts = sources.contracts();
		this.templates = templates;
		this.assets = assets;
		this.reader = reader;
		this.codes = new CodeHtml(sources, templates, basePath, reader);
	}

	CodeSearch search() {
		CodeSearch search = this.search;
		if (search == null) {
			search = new CodeSearch(this.contracts, this.codes::codePath, this.reader);
			this.search = search;
		}
		return search;
	}

	/**
	 * Return whether the page of a code changes with what is sent.
	 */
	boolean isCounting() {
		return this.sources.counts() != null;
	}

	/**
	 * Return the page of all contracts, or of the only one.
	 */
	String all(SortOrder order) {
		List<Contract> all = this.contracts.all();
		if (all.size() == 1) {
			return contract(all.get(0), 0, order);
		}
		PageLinks links = links(0);
		List<PageModel.Section> sections = declaredFirst(all).stream().map((contract) -> {
			List<PageModel.Group> groups = groups(contract, order, links, 3);
			int standard = contract.catalog().listed().size() - groups.stream().mapToInt(PageModel.Group::size).sum();
			return new PageModel.Section(title(contract), links.to(contract), contract.description(), groups, null,
					(standard > 0) ? new PageModel.Link(standard + " standard codes", links.to(contract) + "#standard")
							: null);
		}).toList();
		return fill(new PageModel.Codes(head("Errors", links, "", null), tabs(links, null, "", null), "Error codes",
				null, sorts(links.catalog(), sections, order), null, "", "", null, sections));
	}

	/**
	 * Return the page of a contract.
	 * @param depth how many segments of its address stand behind the catalog's path
	 */
	String contract(Contract contract, int depth, SortOrder order) {
		PageLinks links = links(depth);
		boolean only = this.contracts.all().size() == 1;
		PageModel.Section section = new PageModel.Section(null, null, null, groups(contract, order, links, 2),
				standard(contract, links), null);
		String title = (only && contract.title() == null) ? "Error codes" : title(contract);
		return fill(new PageModel.Codes(head(title, links, "", null), tabs(links, contract, "", null), title,
				contract.description(),
				sorts((depth == 0) ? links.catalog() : links.to(contract), List.of(section), order),
				about(contract, links), "", "", null, List.of(section)));
	}

	/**
	 * Return the page of what a search has found.
	 * @param within the contract to show, or {@code null} for all
	 * @param depth how many segments of its address stand behind the catalog's path
	 */
	String found(String query, SearchResult result, @Nullable Contract within, int depth) {
		PageLinks links = links(depth);
		List<Hit> hits = result.hits().stream().filter((hit) -> within == null || hit.contract() == within).toList();
		String canonical = (result.kind() == Kind.PASTED && !hits.isEmpty()) ? hits.get(0).entry().code() : query;
		return fill(new PageModel.Codes(head("Search", links, canonical, null), tabs(links, within, canonical, result),
				found(result, hits), null, List.of(), null, canonical, said(result, hits), hint(result, hits),
				sections(hits, links)));
	}

	private static String found(SearchResult result, List<Hit> hits) {
		if (hits.isEmpty() || result.kind() == Kind.SIMILAR) {
			return "No matching code";
		}
		return (hits.size() == 1) ? "1 code" : hits.size() + " codes";
	}

	private static @Nullable String hint(SearchResult result, List<Hit> hits) {
		if (hits.isEmpty()) {
			return (result.kind() == Kind.PASTED) ? "There is no code of this service in that text." : null;
		}
		return (result.kind() == Kind.SIMILAR) ? "Did you mean:" : null;
	}

	private static String said(SearchResult result, List<Hit> hits) {
		return found(result, hits) + ((result.kind() == Kind.SIMILAR && !hits.isEmpty()) ? ", but similar ones" : "");
	}

	/**
	 * Return the page of a code that several contracts have.
	 */
	String choice(String code, List<Hit> hits) {
		PageLinks links = links(1);
		return fill(new PageModel.Codes(head(code, links, "", null),
				tabs(links, null, code, new SearchResult(Kind.WORDS, hits)), hits.get(0).entry().code(),
				hits.size() + " contracts have this code.", List.of(), null, "", "", null, sections(hits, links)));
	}

	/**
	 * Return the page for an address where there is nothing.
	 * @param depth how many segments of the address stand behind the catalog's path
	 */
	String missing(String name, int depth) {
		PageLinks links = links(depth);
		SearchResult result = search().find(name);
		return fill(new PageModel.Codes(head("Not found", links, "", null), tabs(links, null, "", null), "Not found",
				"There is no code or contract named “" + name + "”.", List.of(), null, "", "",
				result.hits().isEmpty() ? null : "Did you mean:", sections(result.hits(), links)));
	}

	/**
	 * Return the page of a code.
	 */
	String code(Contract contract, CatalogEntry entry) {
		PageLinks links = links(depth(entry.code()));
		return this.templates.fill("code.html",
				this.codes.page(head(entry.code() + " · " + title(contract), links, "", null), contract, entry, links));
	}

	/**
	 * Return an article as a page.
	 * @param name the name of its address
	 * @param markdown the article
	 */
	String article(String name, String markdown) {
		String title = markdown.substring(2, markdown.indexOf('\n'));
		return this.templates.fill("text.html",
				new PageModel.Article(head(title, links(1), "", name), MarkdownHtml.of(markdown), name + ".md"));
	}

	/**
	 * Return how many segments of the address of a code stand behind the catalog's path.
	 */
	static int depth(String code) {
		return 2 + (int) code.chars().filter((c) -> c == '/').count();
	}

	/**
	 * Return the name of a contract for people.
	 */
	static String title(Contract contract) {
		return (contract.title() != null) ? contract.title() : contract.name();
	}

	private String fill(PageModel.Codes page) {
		return this.templates.fill("list.html", page);
	}

	private PageLinks links(int depth) {
		return PageLinks.of(this.sources.path(), depth);
	}

	private PageModel.Head head(String title, PageLinks links, String query, @Nullable String article) {
		String name = this.sources.service().name();
		return new PageModel.Head(title + ((name != null) ? " · " + name : ""), (name != null) ? name : "API",
				this.sources.service().version(), links.catalog(), links.root(),
				links.below("/-/" + this.assets.style()), links.below("/-/" + this.assets.script()),
				links.below("/guide"), "guide".equals(article),
				this.sources.history().releases().isEmpty() ? null : links.below("/changes"), "changes".equals(article),
				query);
	}

	private List<PageModel.Tab> tabs(PageLinks links, @Nullable Contract current, String query,
			@Nullable SearchResult result) {
		List<Contract> all = this.contracts.all();
		if (all.size() == 1) {
			return List.of();
		}
		String search = query.isEmpty() ? "" : "?q=" + PageLinks.encoded(query);
		List<PageModel.Tab> tabs = new ArrayList<>();
		int sum = 0;
		for (Contract contract : declaredFirst(all)) {
			int size = declared(contract).size();
			int count = (result != null) ? (int) result.count(contract)
					: ((size > 0) ? size : contract.catalog().listed().size());
			tabs.add(new PageModel.Tab(title(contract), links.to(contract) + search, count, contract == current));
			sum += (result != null) ? count : size;
		}
		tabs.add(0, new PageModel.Tab("All", links.catalog() + search, sum, current == null));
		return tabs;
	}

	private static List<PageModel.Choice> sorts(String address, List<PageModel.Section> sections, SortOrder order) {
		int size = sections.stream()
			.flatMap((section) -> section.groups().stream())
			.mapToInt(PageModel.Group::size)
			.sum();
		List<PageModel.Choice> sorts = new ArrayList<>();
		for (SortOrder each : SortOrder.values()) {
			String parameter = (each == SortOrder.FAMILY) ? "" : "?sort=" + each.word();
			sorts.add(new PageModel.Choice(each.word(), address + parameter, each == order));
		}
		return (size < MIN_SORTED) ? List.of() : sorts;
	}

	private PageModel.About about(Contract contract, PageLinks links) {
		String address = "/" + contract.name() + ".";
		List<PageModel.Link> downloads = List.of(download("JSON", CatalogFormat.JSON, address, links),
				download("Markdown", CatalogFormat.MARKDOWN, address, links),
				download("TypeScript", CatalogFormat.TYPESCRIPT, address, links),
				download("JSON Schema", CatalogFormat.SCHEMA, address, links));
		return new PageModel.About(contract.paths().stream().map(Object::toString).toList(),
				Integer.toString(contract.catalog().listed().size()), contract.catalog().isClosed(),
				contract.envelope().mediaType(), contract.requestId().header(),
				contract.headers().stream().map(HeaderTemplate::name).toList(), downloads);
	}

	private static PageModel.Link download(String name, CatalogFormat format, String address, PageLinks links) {
		return new PageModel.Link(name, links.below(address + format.suffix()));
	}

	/**
	 * Return the codes that somebody has declared.
	 */
	static List<CatalogEntry> declared(Contract contract) {
		return contract.catalog().listed().stream().filter((entry) -> !contract.catalog().isBuiltIn(entry)).toList();
	}

	/**
	 * Return contracts in their order, those that declare nothing last.
	 */
	private static List<Contract> declaredFirst(List<Contract> contracts) {
		return contracts.stream().sorted(Comparator.comparing((contract) -> declared(contract).isEmpty())).toList();
	}

	/**
	 * Return the codes that are declared, in an order.
	 */
	private List<PageModel.Group> groups(Contract contract, SortOrder order, PageLinks links, int level) {
		List<CatalogEntry> declared = new ArrayList<>(declared(contract));
		// where families are no more than the codes, they are no heading either
		boolean families = declared.stream().anyMatch((entry) -> !entry.family().equals(entry.code()));
		if (order == SortOrder.NAME) {
			declared.sort(Comparator.comparing(CatalogEntry::code, String.CASE_INSENSITIVE_ORDER));
		}
		if (order == SortOrder.STATUS) {
			declared.sort(Comparator.comparing((entry) -> entry.statuses().get(0)));
		}
		Map<String, List<PageModel.Row>> groups = new LinkedHashMap<>();
		for (CatalogEntry entry : declared) {
			int status = entry.statuses().get(0);
			String group = switch (order) {
				case FAMILY -> families ? entry.family() : "";
				case STATUS -> (status + " " + ExampleAnswer.reason(status)).strip();
				case NAME -> "";
			};
			groups.computeIfAbsent(group, (key) -> new ArrayList<>()).add(this.codes.row(contract, entry, links));
		}
		return groups.entrySet()
			.stream()
			.map((group) -> group.getKey().isEmpty() ? new PageModel.Group(null, null, 2, group.getValue())
					: new PageModel.Group(group.getKey(),
							// on a page of several contracts, there may be several of a
							// name
							(level == 2) ? CodeHtml.anchor(group.getKey()) : null, level, group.getValue()))
			.toList();
	}

	private PageModel.@Nullable Group standard(Contract contract, PageLinks links) {
		List<PageModel.Row> rows = contract.catalog()
			.listed()
			.stream()
			.filter(contract.catalog()::isBuiltIn)
			.sorted(Comparator.comparing((entry) -> entry.statuses().get(0)))
			.map((entry) -> this.codes.row(contract, entry, links))
			.toList();
		return rows.isEmpty() ? null : new PageModel.Group(null, null, 2, rows);
	}

	private List<PageModel.Section> sections(List<Hit> hits, PageLinks links) {
		Map<Contract, List<PageModel.Row>> rows = new LinkedHashMap<>();
		hits.stream()
			.limit(MAX_HITS)
			.forEach((hit) -> rows.computeIfAbsent(hit.contract(), (key) -> new ArrayList<>())
				.add(this.codes.row(hit.contract(), hit.entry(), links)));
		boolean only = this.contracts.all().size() == 1;
		List<PageModel.Section> sections = new ArrayList<>();
		rows.forEach((contract, group) -> sections.add(new PageModel.Section(only ? null : title(contract),
				links.to(contract), null, List.of(new PageModel.Group(null, null, 2, group)), null, null)));
		if (hits.size() > MAX_HITS) {
			sections.add(new PageModel.Section(null, null, null, List.of(), null,
					new PageModel.Link((hits.size() - MAX_HITS) + " more: add a word to find them", links.catalog())));
		}
		return sections;
	}

}
