package dev.errata.browser;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

import dev.errata.browser.search.SearchResult;
import dev.errata.browser.search.SearchResult.Hit;
import dev.errata.browser.search.SearchResult.Kind;
import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.util.ConcurrentLruCache;

/**
 * The catalog as pages and as data: finds what a request asks for, and what to send with
 * it. {@link CatalogPatterns} has the patterns whose variables name it.
 *
 * @since 0.1.0
 * @hidden
 */
public final class CatalogSite {

	private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; "
			+ "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

	private static final String NEGOTIATED = HttpHeaders.ACCEPT + ", " + HttpHeaders.ACCEPT_LANGUAGE;

	/** Proxies add prefixes to the path, and callers can pretend to be one. */
	private static final int MAX_BASES = 8;

	private final Contracts contracts;

	private final ReaderLanguages languages;

	private final ConcurrentLruCache<Readers, CatalogDocuments> documents;

	private final CatalogAssets assets;

	private final String path;

	/**
	 * Create a site.
	 * @param path the path of the catalog below the application's own
	 * @param documents makes the documents for the path below which a client sees the
	 * application, and a language
	 */
	CatalogSite(Contracts contracts, String path, BiFunction<String, Locale, CatalogDocuments> documents,
			CatalogAssets assets) {
		this.contracts = contracts;
		this.path = path;
		this.languages = new ReaderLanguages(contracts.languages());
		this.documents = new ConcurrentLruCache<>(MAX_BASES + this.languages.size(),
				(readers) -> documents.apply(readers.base(), readers.language()));
		this.assets = assets;
	}

	/**
	 * Find the answer to a request.
	 * @param variables the variables of the pattern that the request matches
	 * @param base the path below which the client sees the application
	 * @param headers returns the value of a header of the request, or {@code null}
	 * @param parameters returns the value of a parameter of its query, or {@code null}
	 * @return the answer, or {@code null} if there is nothing of these names
	 */
	public @Nullable CatalogAnswer find(Map<String, String> variables, String base,
			Function<String, @Nullable String> headers, Function<String, @Nullable String> parameters) {
		String asset = variables.get(CatalogPatterns.ASSET);
		if (asset != null) {
			CatalogDocument document = this.assets.find(asset);
			return (document != null) ? answer(document, null, "public, max-age=31536000, immutable") : null;
		}
		Request request = new Request(base, headers, parameters);
		String contract = variables.get(CatalogPatterns.CONTRACT);
		String code = variables.get(CatalogPatterns.CODE);
		if (variables.containsKey(CatalogPatterns.SLASH)) {
			return request.isForPage() ? redirect(links(1).catalog()) : null;
		}
		if (contract == null) {
			return all(variables.get(CatalogPatterns.SUFFIX), request);
		}
		return (code == null) ? below(contract, request)
				: code(contract, code.startsWith("/") ? code.substring(1) : code, request);
	}

	private @Nullable CatalogAnswer all(@Nullable String suffix, Request request) {
		CatalogFormat format = request.format(suffix);
		if (format == null) {
			return null;
		}
		String query = request.query();
		return (format == CatalogFormat.HTML && query != null) ? found(query, null, request)
				: answer(format, suffix == null, request, (documents) -> documents.all(format, request.order()));
	}

	/**
	 * Return the contract, or the code, of a name.
	 */
	private @Nullable CatalogAnswer below(String name, Request request) {
		// no contract has a dot in its name
		int dot = name.indexOf('.');
		String suffix = (dot < 0) ? null : name.substring(dot + 1);
		Contract contract = this.contracts.get((dot < 0) ? name : name.substring(0, dot));
		CatalogFormat format = request.format(suffix);
		if (contract == null) {
			CatalogAnswer article = article((dot < 0) ? name : name.substring(0, dot), suffix, request);
			return (article != null) ? article : named(name, name, 1, request);
		}
		if (format == null) {
			return named(name, name, 1, request);
		}
		String query = request.query();
		return (format == CatalogFormat.HTML && query != null) ? found(query, contract, request) : answer(format,
				suffix == null, request, (documents) -> documents.contract(contract, format, request.order()));
	}

	/**
	 * Return an article: as a page, or as Markdown.
	 */
	private @Nullable CatalogAnswer article(String name, @Nullable String suffix, Request request) {
		boolean page = suffix == null && request.isForPage();
		boolean known = suffix == null || suffix.equals(CatalogFormat.MARKDOWN.suffix());
		if (!known || documents(request).article(name, page) == null) {
			return null;
		}
		return answer(page ? CatalogFormat.HTML : CatalogFormat.MARKDOWN, suffix == null, request,
				(documents) -> Objects.requireNonNull(documents.article(name, page)));
	}

	/**
	 * Return what leads to a code by its name alone, and a page that says so if there is
	 * none.
	 */
	private @Nullable CatalogAnswer named(String name, String sought, int depth, Request request) {
		List<Hit> hits = documents(request).search().named(name);
		if (hits.size() == 1) {
			return redirect(links(depth).to(hits.get(0).contract(), hits.get(0).entry()));
		}
		if (!request.isForPage()) {
			return null;
		}
		return hits.isEmpty() ? page(HttpStatus.NOT_FOUND, request, (documents) -> documents.missing(sought, depth))
				: page(HttpStatus.OK, request, (documents) -> documents.choice(name, hits));
	}

	private CatalogAnswer found(String query, @Nullable Contract within, Request request) {
		SearchResult result = documents(request).search().find(query);
		if (request.parameters().apply("open") != null
				&& (result.isClear() || (result.kind() == Kind.PASTED && !result.hits().isEmpty()))) {
			Hit first = result.hits().get(0);
			return redirect(links((within != null) ? 1 : 0).to(first.contract(), first.entry()));
		}
		return page(HttpStatus.OK, request, (documents) -> documents.found(query, result, within));
	}

	private @Nullable CatalogAnswer code(String name, String code, Request request) {
		Contract contract = this.contracts.get(name);
		CatalogEntry entry = (contract != null) ? contract.catalog().findListed(code) : null;
		int depth = CatalogHtml.depth(code);
		if (contract != null && code.isEmpty() && request.isForPage()) {
			return redirect(links(depth).to(contract));
		}
		if (contract == null || entry == null) {
			return named(name + "/" + code, code, depth, request);
		}
		if (request.isForPage() && !entry.code().equals(code)) {
			// links of a page are relative to the code as the catalog spells it
			return redirect(links(depth).to(contract, entry));
		}
		boolean page = request.isForPage();
		return answer(page ? CatalogFormat.HTML : CatalogFormat.JSON, true, request,
				(documents) -> documents.code(contract, entry, page));
	}

	private PageLinks links(int depth) {
		return PageLinks.of(this.path, depth);
	}

	private static CatalogAnswer redirect(String location) {
		return new CatalogAnswer(HttpStatus.FOUND.value(), NEGOTIATED, Map.of(HttpHeaders.LOCATION, location), null);
	}

	private CatalogDocuments documents(Request request) {
		return this.documents.get(new Readers(request.base(), language(request)));
	}

	private Locale language(Request request) {
		return this.languages.find(request.headers().apply(HttpHeaders.ACCEPT_LANGUAGE));
	}

	private CatalogAnswer page(HttpStatus status, Request request,
			Function<CatalogDocuments, CatalogDocument> documents) {
		CatalogAnswer answer = answer(CatalogFormat.HTML, true, request, documents);
		return new CatalogAnswer(status.value(), answer.vary(), answer.headers(), answer.document());
	}

	/**
	 * Return the answer whose examples have the path that this client sees, in the
	 * language that it asks for.
	 */
	private CatalogAnswer answer(CatalogFormat format, boolean negotiated, Request request,
			Function<CatalogDocuments, CatalogDocument> documents) {
		Locale language = format.isForReaders() ? language(request) : Locale.ROOT;
		CatalogDocument document = documents.apply(this.documents.get(new Readers(request.base(), language)));
		CatalogAnswer answer = answer(document,
				negotiated ? NEGOTIATED : (format.isForReaders() ? HttpHeaders.ACCEPT_LANGUAGE : null), "no-cache");
		if (!language.equals(Locale.ROOT)) {
			answer.headers().put(HttpHeaders.CONTENT_LANGUAGE, language.toLanguageTag());
		}
		if (format == CatalogFormat.HTML) {
			answer.headers().put("Content-Security-Policy", POLICY);
			answer.headers().put("Referrer-Policy", "same-origin");
		}
		return answer;
	}

	private static CatalogAnswer answer(CatalogDocument document, @Nullable String vary, String cacheControl) {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put(HttpHeaders.CACHE_CONTROL, cacheControl);
		headers.put("X-Content-Type-Options", "nosniff");
		return new CatalogAnswer(HttpStatus.OK.value(), vary, headers, document);
	}

	/**
	 * What a client asks with.
	 *
	 * @param base the path below which it sees the application
	 * @param headers returns the value of a header, or {@code null}
	 * @param parameters returns the value of a parameter, or {@code null}
	 */
	private record Request(String base, Function<String, @Nullable String> headers,
			Function<String, @Nullable String> parameters) {

		@Nullable CatalogFormat format(@Nullable String suffix) {
			return (suffix != null) ? CatalogFormat.ofSuffix(suffix)
					: CatalogFormat.ofAccept(this.headers.apply(HttpHeaders.ACCEPT));
		}

		boolean isForPage() {
			return format(null) == CatalogFormat.HTML;
		}

		/**
		 * Return what is searched for, or {@code null}.
		 */
		@Nullable String query() {
			String query = this.parameters.apply("q");
			return (query == null || query.isBlank()) ? null : query;
		}

		SortOrder order() {
			return SortOrder.of(this.parameters.apply("sort"));
		}

	}

	/**
	 * Readers who get the same documents.
	 *
	 * @param base the path below which they see the application
	 * @param language their language
	 */
	private record Readers(String base, Locale language) {
	}

}
