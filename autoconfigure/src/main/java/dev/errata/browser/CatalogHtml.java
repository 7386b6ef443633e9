package dev.errata.browser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.envelope.HeaderTemplate;

/**
 * The catalog as pages: one for each contract, one for each code. All links are relative,
 * so that it does not matter below which path, or behind which proxy, the pages live.
 * They can be read without scripts.
 */
final class CatalogHtml {

	private static final String ICON = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
			+ "%3Crect width='16' height='16' rx='4' fill='%234f46e5'/%3E"
			+ "%3Cpath d='M5 4.5h6M5 8h4.5M5 11.5h6' stroke='white' stroke-width='1.6'/%3E%3C/svg%3E";

	private final Contracts contracts;

	private final ClientTypes types;

	private final CatalogAssets assets;

	private final String path;

	private final String basePath;

	private final TryIt tryIt;

	private final Locale reader;

	/**
	 * Create the pages.
	 * @param path the path of the catalog below the application's own
	 * @param basePath the path below which the application lives; empty for the root
	 * @param reader the language of the reader; only texts of codes are translated
	 */
	CatalogHtml(Contracts contracts, CatalogAssets assets, String path, String basePath, TryIt tryIt, Locale reader) {
		this.contracts = contracts;
		this.types = new ClientTypes(contracts.all());
		this.assets = assets;
		this.path = path;
		this.basePath = basePath;
		this.tryIt = tryIt;
		this.reader = reader;
	}

	/**
	 * Return the page of a contract.
	 * @param depth how many segments of its address stand behind the catalog's path
	 */
	String contract(Contract contract, int depth) {
		Page page = new Page(contract, depth);
		page.head(contract.name() + " · Error catalog");
		page.overview();
		page.filters();
		groups(contract).forEach(page::group);
		page.foot();
		return page.html.toString();
	}

	/**
	 * Return the page of a code.
	 */
	String code(Contract contract, CatalogEntry entry) {
		Page page = new Page(contract, depth(entry.code()));
		page.head(entry.code() + " · " + contract.name() + " · Error catalog");
		page.html.begin("p", "class", "crumbs")
			.begin("a", "href", page.links.to(contract))
			.text("All codes of " + contract.name())
			.end("a")
			.end("p")
			.line();
		page.html.begin("article", "class", "code single").begin("h1").element("code", entry.code()).end("h1");
		page.codes.badges(entry);
		page.codes.body(entry, "h2", true);
		page.html.end("article").line();
		page.foot();
		return page.html.toString();
	}

	/**
	 * Return how many segments of the address of a code stand behind the catalog's path.
	 */
	static int depth(String code) {
		return 2 + (int) code.chars().filter((c) -> c == '/').count();
	}

	/**
	 * Group codes by family where families say more than the codes do, else by the class
	 * of their status; what nobody declared comes last.
	 */
	private static Map<String, List<CatalogEntry>> groups(Contract contract) {
		List<CatalogEntry> entries = contract.catalog().entries();
		boolean families = entries.stream().anyMatch((entry) -> !entry.family().equals(entry.code()));
		Map<String, List<CatalogEntry>> groups = new LinkedHashMap<>();
		Map<String, List<CatalogEntry>> standard = new LinkedHashMap<>();
		for (CatalogEntry entry : entries) {
			boolean builtIn = contract.catalog().isBuiltIn(entry);
			String side = (entry.statuses().get(0) < 500) ? "Client errors" : "Server errors";
			String name = builtIn ? "Standard codes: " + side.toLowerCase(Locale.ROOT)
					: (families ? entry.family() : side);
			(builtIn ? standard : groups).computeIfAbsent(name, (key) -> new ArrayList<>()).add(entry);
		}
		groups.putAll(standard);
		return groups;
	}

	/**
	 * A page while it is written.
	 */
	private final class Page {

		private final HtmlWriter html = new HtmlWriter();

		private final Contract contract;

		private final PageLinks links;

		private final CodeHtml codes;

		Page(Contract contract, int depth) {
			this.contract = contract;
			this.links = PageLinks.of(CatalogHtml.this.path, depth);
			this.codes = new CodeHtml(this.html, contract, this.links,
					new ClientSnippets(contract, EnvelopeShape.of(contract), CatalogHtml.this.types),
					CatalogHtml.this.path, CatalogHtml.this.basePath, CatalogHtml.this.tryIt, CatalogHtml.this.reader);
		}

		void head(String title) {
			this.html
				.markup("<!DOCTYPE html>\n<html lang=\"" + CodeHtml.LANGUAGE
						+ "\">\n<head>\n<meta charset=\"utf-8\">\n")
				.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
				.markup("<meta name=\"color-scheme\" content=\"light dark\">\n")
				.element("title", title)
				.line()
				.begin("link", "rel", "icon", "href", ICON)
				.begin("link", "rel", "stylesheet", "href", this.links.below("/-/" + CatalogHtml.this.assets.style()))
				.begin("script", "src", this.links.below("/-/" + CatalogHtml.this.assets.script()), "defer", "")
				.markup("</script>\n</head>\n")
				.begin("body", "data-root", this.links.root())
				.markup("\n<a class=\"skip\" href=\"#main\">Skip to the codes</a>\n")
				.markup("<header class=\"top\">\n<div class=\"wrap\">\n")
				.begin("p", "class", "brand")
				.element("a", "Error catalog", "href", this.links.catalog())
				.end("p")
				.line();
			tabs();
			this.html.markup("</div>\n</header>\n<main id=\"main\" class=\"wrap\">\n");
		}

		private void tabs() {
			this.html.begin("nav", "aria-label", "Contracts").begin("ul", "class", "tabs");
			for (Contract other : CatalogHtml.this.contracts.all()) {
				this.html.begin("li")
					.begin("a", "href", this.links.to(other), "aria-current", (other == this.contract) ? "page" : null)
					.text(other.name())
					.markup(" ")
					.element("span", Integer.toString(other.catalog().entries().size()), "class", "count")
					.end("a")
					.end("li");
			}
			this.html.end("ul").end("nav").line();
		}

		void overview() {
			int size = this.contract.catalog().entries().size();
			this.html.element("h1", this.contract.name()).line().begin("dl", "class", "overview");
			term("Paths");
			this.html.begin("dd");
			this.contract.paths().forEach((path) -> this.html.element("code", path.toString()).markup(" "));
			this.html.end("dd");
			term("Codes");
			this.html.element("dd", size + (this.contract.catalog().isClosed() ? " (closed: no others are ever sent)"
					: ", standard ones included"));
			term("Sent as");
			this.html.begin("dd").element("code", this.contract.envelope().mediaType()).end("dd");
			term("Request id");
			this.html.begin("dd").element("code", this.contract.requestId().header()).end("dd");
			if (!this.contract.headers().isEmpty()) {
				term("Headers");
				this.html.begin("dd");
				for (HeaderTemplate header : this.contract.headers()) {
					this.html.element("code", header.name()).markup(" ");
				}
				this.html.end("dd");
			}
			term("As data");
			this.html.begin("dd", "class", "downloads");
			String address = "/" + this.contract.name() + ".";
			download("JSON", address + CatalogFormat.JSON.suffix());
			download("Markdown", address + CatalogFormat.MARKDOWN.suffix());
			download("TypeScript", address + CatalogFormat.TYPESCRIPT.suffix());
			download("JSON Schema", address + CatalogFormat.SCHEMA.suffix());
			this.html.end("dd").end("dl").line();
		}

		private void download(String name, String address) {
			this.html.element("a", name, "href", this.links.below(address)).markup(" ");
		}

		private void term(String term) {
			this.html.element("dt", term);
		}

		void filters() {
			this.html
				.markup("""
						<form id="filters" class="filters" role="search" hidden>
						<div class="field grow">
						<label for="search">Search</label>
						<input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="code, text or status">
						</div>
						<div class="field">
						<label for="status">Status</label>
						<select id="status"><option value="">all</option><option value="4">4xx</option><option value="5">5xx</option></select>
						</div>
						<div class="field">
						<label for="retry">Retry</label>
						<select id="retry"><option value="">all</option><option value="yes">helps</option><option value="no">does not help</option><option value="unsaid">not stated</option></select>
						</div>
						<p id="matches" class="matches" role="status"></p>
						</form>
						<p id="nothing" class="nothing" hidden>No code matches these filters.</p>
						""");
		}

		void group(String name, List<CatalogEntry> entries) {
			this.html.begin("section", "class", "group")
				.begin("h2")
				.text(name)
				.markup(" ")
				.element("span", Integer.toString(entries.size()), "class", "count")
				.end("h2")
				.line();
			entries.forEach(this.codes::item);
			this.html.end("section").line();
		}

		void foot() {
			this.html.markup("</main>\n<footer class=\"wrap\"><p>Generated by this service from its configuration.</p>")
				.markup("<p id=\"said\" class=\"away\" role=\"status\"></p></footer>\n</body>\n</html>\n");
		}

	}

}
