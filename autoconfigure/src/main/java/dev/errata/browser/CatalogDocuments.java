package dev.errata.browser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import dev.errata.browser.search.CodeSearch;
import dev.errata.browser.search.SearchResult;
import dev.errata.browser.search.SearchResult.Hit;
import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The documents of the catalog, each made when it is first asked for and kept. There are
 * as many as there are contracts and codes, whatever is asked. Their examples have one
 * path of the application.
 */
final class CatalogDocuments {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String PAGE = CatalogFormat.HTML.contentType();

	private final Contracts contracts;

	private final CatalogView view;

	private final CatalogMarkdown markdown;

	private final CatalogHtml html;

	private final CatalogArticles articles;

	private final ConcurrentMap<String, CatalogDocument> documents = new ConcurrentHashMap<>();

	CatalogDocuments(Contracts contracts, CatalogView view, CatalogMarkdown markdown, CatalogHtml html,
			CatalogArticles articles) {
		this.contracts = contracts;
		this.view = view;
		this.markdown = markdown;
		this.html = html;
		this.articles = articles;
	}

	/**
	 * Return what makes documents for the path below which a client sees the application,
	 * and a language.
	 */
	static BiFunction<String, Locale, CatalogDocuments> of(Contracts contracts, CatalogSources sources,
			CatalogAssets assets) {
		Templates templates = new Templates();
		return (basePath, language) -> new CatalogDocuments(contracts, new CatalogView(contracts, basePath, language),
				new CatalogMarkdown(basePath, language),
				new CatalogHtml(sources, templates, assets, basePath, language),
				new CatalogArticles(sources, templates, basePath, language));
	}

	CatalogDocument all(CatalogFormat format, SortOrder order) {
		List<Contract> all = this.contracts.all();
		return document("?" + order, format, () -> switch (format) {
			case HTML -> this.html.all(order);
			case JSON -> JSON.writeValueAsString(this.view.all());
			case MARKDOWN -> "# Errors\n\n" + this.markdown.of(all);
			case TYPESCRIPT -> new ClientTypes(all).of(all);
			case SCHEMA -> JSON.writeValueAsString(schema(all));
		});
	}

	CatalogDocument contract(Contract contract, CatalogFormat format, SortOrder order) {
		return document(contract.name() + "?" + order, format, () -> switch (format) {
			case HTML -> this.html.contract(contract, 1, order);
			case JSON -> JSON.writeValueAsString(this.view.contract(contract));
			case MARKDOWN -> this.markdown.of(List.of(contract));
			case TYPESCRIPT -> new ClientTypes(this.contracts.all()).of(List.of(contract));
			case SCHEMA -> JSON.writeValueAsString(EnvelopeShape.of(contract).schema());
		});
	}

	/**
	 * Return the page of a code, or its data for whoever asks for anything else.
	 */
	CatalogDocument code(Contract contract, CatalogEntry entry, boolean page) {
		CatalogFormat format = page ? CatalogFormat.HTML : CatalogFormat.JSON;
		if (page && this.html.isCounting()) {
			return CatalogDocument.of(PAGE, this.html.code(contract, entry));
		}
		return document(contract.name() + "/" + entry.code(), format, () -> page ? this.html.code(contract, entry)
				: JSON.writeValueAsString(this.view.code(contract, entry)));
	}

	/**
	 * Return an article: the guide, or what has changed.
	 * @return the article, or {@code null} if there is none of this name
	 */
	@Nullable CatalogDocument article(String name, boolean page) {
		String markdown = switch (name) {
			case "guide" -> this.articles.guide();
			case "changes" -> this.articles.changes();
			default -> null;
		};
		if (markdown == null) {
			return null;
		}
		return document("article " + name, page ? CatalogFormat.HTML : CatalogFormat.MARKDOWN,
				() -> page ? this.html.article(name, markdown) : markdown);
	}

	CodeSearch search() {
		return this.html.search();
	}

	/**
	 * Return the page of what a search has found. It is not kept, for anything can be
	 * searched for.
	 */
	CatalogDocument found(String query, SearchResult result, @Nullable Contract within) {
		return CatalogDocument.of(PAGE, this.html.found(query, result, within, (within != null) ? 1 : 0));
	}

	CatalogDocument choice(String code, List<Hit> hits) {
		return CatalogDocument.of(PAGE, this.html.choice(code, hits));
	}

	CatalogDocument missing(String name, int depth) {
		return CatalogDocument.of(PAGE, this.html.missing(name, depth));
	}

	private CatalogDocument document(String path, CatalogFormat format, Supplier<String> text) {
		String key = format + " " + path;
		CatalogDocument known = this.documents.get(key);
		return (known != null) ? known
				: this.documents.computeIfAbsent(key, (absent) -> CatalogDocument.of(format.contentType(), text.get()));
	}

	private static Map<String, Object> schema(List<Contract> contracts) {
		Map<String, Object> schema = new LinkedHashMap<>();
		Map<String, Object> definitions = new LinkedHashMap<>();
		List<Map<String, Object>> references = new ArrayList<>();
		for (Contract contract : contracts) {
			definitions.put(contract.name(), EnvelopeShape.of(contract).below(contract.name()));
			references.add(Map.of("$ref", "#/$defs/" + contract.name()));
		}
		schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
		schema.put("title", "Error of any contract");
		schema.put("anyOf", references);
		schema.put("$defs", definitions);
		return schema;
	}

}
