package dev.errata.browser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.StatusAdvice;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.envelope.HeaderTemplate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The catalog as pages: one for each contract, one for each code. All links are relative,
 * so that it does not matter below which path, or behind which proxy, the pages live.
 * They can be read without scripts.
 */
final class CatalogHtml {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(SerializationFeature.INDENT_OUTPUT)
		.defaultPrettyPrinter(new DefaultPrettyPrinter()
			.withSeparators(Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER)))
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private static final String ICON = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
			+ "%3Crect width='16' height='16' rx='4' fill='%234f46e5'/%3E"
			+ "%3Cpath d='M5 4.5h6M5 8h4.5M5 11.5h6' stroke='white' stroke-width='1.6'/%3E%3C/svg%3E";

	private final Contracts contracts;

	private final ClientTypes types;

	private final CatalogAssets assets;

	private final String path;

	private final String basePath;

	private final @Nullable TryIt tryIt;

	/**
	 * Create the pages.
	 * @param path the path of the catalog below the application's own
	 * @param basePath the path below which the application lives; empty for the root
	 */
	CatalogHtml(Contracts contracts, CatalogAssets assets, String path, String basePath, @Nullable TryIt tryIt) {
		this.contracts = contracts;
		this.types = new ClientTypes(contracts.all());
		this.assets = assets;
		this.path = path;
		this.basePath = basePath;
		this.tryIt = tryIt;
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
			.begin("a", "href", page.link("/" + contract.name()))
			.text("All codes of " + contract.name())
			.end("a")
			.end("p")
			.line();
		page.html.begin("article", "class", "code single").begin("h1").element("code", entry.code()).end("h1");
		page.badges(entry);
		page.body(entry, "h2", true);
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

		private final EnvelopeShape shape;

		private final ClientSnippets snippets;

		private final String catalog;

		private final String root;

		Page(Contract contract, int depth) {
			this.contract = contract;
			this.shape = EnvelopeShape.of(contract);
			this.snippets = new ClientSnippets(contract, this.shape, CatalogHtml.this.types);
			String path = CatalogHtml.this.path;
			this.catalog = "../".repeat(depth) + path.substring(path.lastIndexOf('/') + 1);
			int up = depth + (int) path.chars().filter((c) -> c == '/').count() - 1;
			this.root = (up > 0) ? "../".repeat(up) : "./";
		}

		String link(String rest) {
			return this.catalog + rest;
		}

		private String link(CatalogEntry entry) {
			// a first segment with a colon would be a scheme, so there is always one
			// before it
			return link("/" + this.contract.name() + "/" + entry.code());
		}

		void head(String title) {
			this.html.markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
				.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
				.markup("<meta name=\"color-scheme\" content=\"light dark\">\n")
				.element("title", title)
				.line()
				.begin("link", "rel", "icon", "href", ICON)
				.begin("link", "rel", "stylesheet", "href", link("/-/" + CatalogHtml.this.assets.style()))
				.begin("script", "src", link("/-/" + CatalogHtml.this.assets.script()), "defer", "")
				.markup("</script>\n</head>\n")
				.begin("body", "data-root", this.root)
				.markup("\n<a class=\"skip\" href=\"#main\">Skip to the codes</a>\n")
				.markup("<header class=\"top\">\n<div class=\"wrap\">\n")
				.begin("p", "class", "brand")
				.element("a", "Error catalog", "href", this.catalog)
				.end("p")
				.line();
			tabs();
			this.html.markup("</div>\n</header>\n<main id=\"main\" class=\"wrap\">\n");
		}

		private void tabs() {
			this.html.begin("nav", "aria-label", "Contracts").begin("ul", "class", "tabs");
			for (Contract other : CatalogHtml.this.contracts.all()) {
				this.html.begin("li")
					.begin("a", "href", link("/" + other.name()), "aria-current",
							(other == this.contract) ? "page" : null)
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
			this.html.element("dd", size
					+ (this.contract.catalog().isClosed() ? ", and never another one" : ", standard ones included"));
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
			this.html.element("a", name, "href", link(address)).markup(" ");
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
						<p id="nothing" class="nothing" hidden>No code of this contract is like that.</p>
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
			entries.forEach(this::item);
			this.html.end("section").line();
		}

		private void item(CatalogEntry entry) {
			this.html.begin("details", "class", "code", "id", "code-" + entry.code(), "data-status",
					entry.statuses()
						.stream()
						.map((status) -> status / 100 + "")
						.distinct()
						.collect(Collectors.joining(" ")),
					"data-retry",
					entry.statuses()
						.stream()
						.map((status) -> retryWord(entry.advice(status)))
						.distinct()
						.collect(Collectors.joining(" ")));
			this.html.begin("summary").begin("span", "class", "name").element("code", entry.code()).end("span");
			badges(entry);
			this.html.element("span", example(entry, entry.statuses().get(0)).message(), "class", "message")
				.end("summary")
				.line();
			body(entry, "h3", false);
			this.html.end("details").line();
		}

		void badges(CatalogEntry entry) {
			this.html.begin("span", "class", "badges");
			for (int status : entry.statuses()) {
				this.html.element("span", Integer.toString(status), "class", "badge s" + status / 100);
			}
			String retry = retryWord(entry.advice(entry.statuses().get(0)));
			if (retry.equals("yes")) {
				this.html.element("span", "retry", "class", "badge retry");
			}
			this.html.end("span");
		}

		void body(CatalogEntry entry, String heading, boolean alone) {
			this.html.begin("div", "class", "body").line();
			for (int status : entry.statuses()) {
				status(entry, status, heading, entry.statuses().size() > 1);
			}
			String others = CatalogView.otherStatuses(this.contract, entry);
			if (others != null) {
				this.html.element("p", "This code also stands for every " + others
						+ " that no other code does, with the status that is true then.", "class", "note");
			}
			this.html.begin("div", "class", "snippets");
			snippet("curl", curl(entry), alone);
			if (this.snippets.isCodeOnTheWire()) {
				snippet("TypeScript", this.snippets.typeScript(entry), alone);
				snippet("Java", this.snippets.java(entry), alone);
			}
			this.html.end("div").line();
			if (!alone) {
				this.html.begin("p", "class", "permalink")
					.begin("a", "href", link(entry))
					.text("Page of ")
					.element("code", entry.code())
					.end("a")
					.end("p")
					.line();
			}
			this.html.end("div").line();
		}

		private void status(CatalogEntry entry, int status, String heading, boolean several) {
			StatusAdvice advice = entry.advice(status);
			ExampleAnswer example = example(entry, status);
			this.html.begin("section", "class", "status");
			this.html.element(heading, (status + " " + example.title()).strip(), "class", several ? null : "quiet");
			this.html.begin("div", "class", "columns").begin("dl", "class", "facts");
			fact("Message", example.message());
			fact("Meaning", advice.meaning());
			fact("What to do", advice.fix());
			fact("Retry", retryText(advice));
			Long seconds = CatalogView.retryAfter(advice);
			fact("Retry-After", (seconds != null) ? seconds.toString() : null);
			if (!entry.family().equals(entry.code())) {
				fact("Family", entry.family());
			}
			fact("Exit code", (entry.exitCode() != null) ? entry.exitCode().toString() : null);
			docs(advice.docs());
			this.html.end("dl").line();
			this.html.begin("div", "class", "example");
			this.html.begin("div", "class", "bar").element("span", "Example answer", "class", "label");
			tryIt(entry, status);
			this.html.end("div");
			this.html
				.begin("pre", "tabindex", "0", "role", "group", "aria-label",
						"Example answer, " + entry.code() + " " + status)
				.element("code", text(example))
				.end("pre");
			this.html.end("div").end("div").end("section").line();
		}

		private void fact(String name, @Nullable String text) {
			if (text != null && !text.isBlank()) {
				term(name);
				this.html.element("dd", text);
			}
		}

		private void docs(@Nullable String docs) {
			if (docs == null) {
				return;
			}
			term("More");
			this.html.begin("dd");
			// an author's URI is no reason to run a script
			if (docs.startsWith("https://") || docs.startsWith("http://") || docs.startsWith("/")) {
				this.html.element("a", docs, "href", docs, "rel", "noopener noreferrer");
			}
			else {
				this.html.text(docs);
			}
			this.html.end("dd");
		}

		private void tryIt(CatalogEntry entry, int status) {
			TryIt tryIt = CatalogHtml.this.tryIt;
			if (tryIt != null) {
				this.html
					.begin("a", "class", "try", "href",
							this.root + tryIt.path(this.contract.name(), entry.code(), status), "aria-label",
							"Try it: raise " + entry.code() + " with " + status)
					.text("Try it")
					.end("a");
			}
		}

		private void snippet(String name, String code, boolean open) {
			this.html.begin("details", "class", "snippet", "open", open ? "" : null)
				.element("summary", name)
				.begin("pre", "data-copy", name, "tabindex", "0", "role", "group", "aria-label", name)
				.begin("code")
				.text(code)
				.end("code")
				.end("pre")
				.end("details")
				.line();
		}

		private String curl(CatalogEntry entry) {
			TryIt tryIt = CatalogHtml.this.tryIt;
			String path = (tryIt != null) ? tryIt.path(this.contract.name(), entry.code(), entry.statuses().get(0))
					: CatalogHtml.this.path.substring(1) + "/" + this.contract.name() + "/" + entry.code();
			return "curl -i 'https://api.example.com/" + path.replace("'", "%27") + "'";
		}

		private ExampleAnswer example(CatalogEntry entry, int status) {
			return ExampleAnswer.of(this.contract, entry, status, CatalogHtml.this.basePath);
		}

		void foot() {
			this.html
				.markup("</main>\n<footer class=\"wrap\"><p>Made by the service itself, from its configuration.</p>")
				.markup("<p id=\"said\" class=\"away\" role=\"status\"></p></footer>\n</body>\n</html>\n");
		}

		private static String retryWord(StatusAdvice advice) {
			if (advice.retryable() == null) {
				return "unsaid";
			}
			return advice.retryable() ? "yes" : "no";
		}

		private static String retryText(StatusAdvice advice) {
			Long seconds = CatalogView.retryAfter(advice);
			String wait = (seconds != null) ? " after " + seconds + ((seconds == 1) ? " second" : " seconds") : "";
			return switch (retryWord(advice)) {
				case "yes" -> "The same request may succeed" + (wait.isEmpty() ? " later" : wait);
				case "no" -> "The same request will fail again";
				default -> wait.isEmpty() ? "Not stated" : "Not before" + wait.replace(" after", "");
			};
		}

		private static String text(ExampleAnswer example) {
			StringBuilder text = new StringBuilder("HTTP/1.1 " + example.status());
			String reason = ExampleAnswer.reason(example.status());
			text.append(reason.isEmpty() ? "" : " " + reason).append('\n');
			example.headers().forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
			return text.append('\n').append(indented(example.body())).toString();
		}

		private static String indented(String body) {
			try {
				return JSON.writeValueAsString(JSON.readTree(body));
			}
			catch (JacksonException ex) {
				// an envelope may be anything
				return body;
			}
		}

	}

}
