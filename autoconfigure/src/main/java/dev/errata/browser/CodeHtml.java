package dev.errata.browser;

import java.util.Locale;
import java.util.stream.Collectors;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.StatusDescription;
import dev.errata.contract.Contract;
import dev.errata.error.CodeTexts;
import org.jspecify.annotations.Nullable;

/**
 * The codes of a contract as parts of a {@linkplain CatalogHtml page}: facts, example
 * answers and snippets.
 */
final class CodeHtml {

	/** The language of the pages, except for the texts of codes. */
	static final String LANGUAGE = "en";

	private final HtmlWriter html;

	private final Contract contract;

	private final PageLinks links;

	private final ClientSnippets snippets;

	private final String path;

	private final String basePath;

	private final TryIt tryIt;

	private final Locale reader;

	/**
	 * Create an instance.
	 * @param html takes what is written
	 * @param path the path of the catalog below the application's own
	 * @param basePath the path below which the application lives; empty for the root
	 * @param reader the language of the reader
	 */
	CodeHtml(HtmlWriter html, Contract contract, PageLinks links, ClientSnippets snippets, String path, String basePath,
			TryIt tryIt, Locale reader) {
		this.html = html;
		this.contract = contract;
		this.links = links;
		this.snippets = snippets;
		this.path = path;
		this.basePath = basePath;
		this.tryIt = tryIt;
		this.reader = reader;
	}

	/**
	 * Write a code as an item of its contract's page.
	 */
	void item(CatalogEntry entry) {
		this.html.begin("details", "class", "code", "id", "code-" + entry.code(), "data-status",
				entry.statuses()
					.stream()
					.map((status) -> status / 100 + "")
					.distinct()
					.collect(Collectors.joining(" ")),
				"data-retry",
				entry.statuses()
					.stream()
					.map((status) -> retryWord(entry.description(status)))
					.distinct()
					.collect(Collectors.joining(" ")));
		this.html.begin("summary").begin("span", "class", "name").element("code", entry.code()).end("span");
		badges(entry);
		ExampleAnswer example = example(entry, entry.statuses().get(0));
		this.html.element("span", example.message(), "class", "message", "lang", lang(example.language()))
			.end("summary")
			.line();
		body(entry, "h3", false);
		this.html.end("details").line();
	}

	/**
	 * Write the statuses of a code.
	 */
	void badges(CatalogEntry entry) {
		this.html.begin("span", "class", "badges");
		for (int status : entry.statuses()) {
			this.html.element("span", Integer.toString(status), "class", "badge s" + status / 100);
		}
		String retry = retryWord(entry.description(entry.statuses().get(0)));
		if (retry.equals("yes")) {
			this.html.element("span", "retry", "class", "badge retry");
		}
		this.html.end("span");
	}

	/**
	 * Write the details of a code.
	 * @param heading the element of its headings
	 * @param alone whether the code has the page to itself
	 */
	void body(CatalogEntry entry, String heading, boolean alone) {
		this.html.begin("div", "class", "body").line();
		for (int status : entry.statuses()) {
			status(entry, status, heading, entry.statuses().size() > 1);
		}
		String others = CatalogView.otherStatuses(this.contract, entry);
		if (others != null) {
			this.html.element("p", "This code also answers any other " + others + ", which keeps its status.", "class",
					"note");
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
				.begin("a", "href", this.links.to(this.contract, entry))
				.text("Page of ")
				.element("code", entry.code())
				.end("a")
				.end("p")
				.line();
		}
		this.html.end("div").line();
	}

	private void status(CatalogEntry entry, int status, String heading, boolean several) {
		StatusDescription description = entry.description(status);
		CodeTexts texts = this.contract.composer().describe(entry, status, this.reader);
		ExampleAnswer example = example(entry, status);
		this.html.begin("section", "class", "status");
		this.html.element(heading, (status + " " + example.title()).strip(), "class", several ? null : "quiet", "lang",
				lang(example.language()));
		this.html.begin("div", "class", "columns").begin("dl", "class", "facts");
		fact("Message", example.message(), example.language());
		fact("Meaning", texts.meaning());
		fact("What to do", texts.fix());
		fact("Retry", retryText(description));
		Long seconds = CatalogView.retryAfter(description);
		fact("Retry-After", (seconds != null) ? seconds.toString() : null);
		if (!entry.family().equals(entry.code())) {
			fact("Family", entry.family());
		}
		fact("Exit code", (entry.exitCode() != null) ? entry.exitCode().toString() : null);
		fact("Extensions", CatalogView.extensions(description));
		docs(description.docs());
		this.html.end("dl").line();
		this.html.begin("div", "class", "example");
		this.html.begin("div", "class", "bar").element("span", "Example answer", "class", "label");
		tryIt(entry, status);
		this.html.end("div");
		this.html
			.begin("pre", "tabindex", "0", "role", "group", "aria-label",
					"Example answer, " + entry.code() + " " + status)
			.element("code", example.text())
			.end("pre");
		this.html.end("div").end("div").end("section").line();
	}

	private void fact(String name, CodeTexts.@Nullable Text text) {
		if (text != null) {
			fact(name, text.text(), text.language());
		}
	}

	private void fact(String name, @Nullable String text) {
		fact(name, text, null);
	}

	private void fact(String name, @Nullable String text, @Nullable Locale language) {
		if (text != null && !text.isBlank()) {
			this.html.element("dt", name);
			this.html.element("dd", text, "lang", lang(language));
		}
	}

	/**
	 * Return the value of the attribute for a text that is not in the language of the
	 * page.
	 */
	private static @Nullable String lang(@Nullable Locale language) {
		return (language == null || language.getLanguage().equals(LANGUAGE)) ? null : language.toLanguageTag();
	}

	private void docs(@Nullable String docs) {
		if (docs == null) {
			return;
		}
		this.html.element("dt", "More");
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
		if (this.tryIt != TryIt.NONE) {
			this.html
				.begin("a", "class", "try", "href",
						this.links.root() + this.tryIt.path(this.contract.name(), entry.code(), status), "aria-label",
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
		String path = (this.tryIt != TryIt.NONE)
				? this.tryIt.path(this.contract.name(), entry.code(), entry.statuses().get(0))
				: this.path.substring(1) + "/" + this.contract.name() + "/" + entry.code();
		return "curl -i 'https://api.example.com/" + path.replace("'", "%27") + "'";
	}

	private ExampleAnswer example(CatalogEntry entry, int status) {
		return ExampleAnswer.of(this.contract, entry, status, this.basePath, this.reader);
	}

	private static String retryWord(StatusDescription description) {
		if (description.retryable() == null) {
			return "unsaid";
		}
		return description.retryable() ? "yes" : "no";
	}

	private static String retryText(StatusDescription description) {
		Long seconds = CatalogView.retryAfter(description);
		String wait = (seconds != null) ? " after " + seconds + ((seconds == 1) ? " second" : " seconds") : "";
		return switch (retryWord(description)) {
			case "yes" -> "The same request may succeed" + (wait.isEmpty() ? " later" : wait);
			case "no" -> "The same request will fail again";
			default -> wait.isEmpty() ? "Not stated" : "Not before" + wait.replace(" after", "");
		};
	}

}
