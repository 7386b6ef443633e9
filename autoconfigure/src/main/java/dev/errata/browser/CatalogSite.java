package dev.errata.browser;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

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
			+ "connect-src %s; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private static final String NEGOTIATED = HttpHeaders.ACCEPT + ", " + HttpHeaders.ACCEPT_LANGUAGE;

	/** Proxies add prefixes to the path, and callers can pretend to be one. */
	private static final int MAX_BASES = 8;

	private final Contracts contracts;

	private final ReaderLanguages languages;

	private final ConcurrentLruCache<Readers, CatalogDocuments> documents;

	private final CatalogAssets assets;

	private final String policy;

	/**
	 * Create a site.
	 * @param documents makes the documents for the path below which a client sees the
	 * application, and a language
	 * @param calling whether the pages call the application
	 */
	CatalogSite(Contracts contracts, BiFunction<String, Locale, CatalogDocuments> documents, CatalogAssets assets,
			boolean calling) {
		this.contracts = contracts;
		this.languages = new ReaderLanguages(contracts.languages());
		this.documents = new ConcurrentLruCache<>(MAX_BASES + this.languages.size(),
				(readers) -> documents.apply(readers.base(), readers.language()));
		this.assets = assets;
		this.policy = POLICY.formatted(calling ? "'self'" : "'none'");
	}

	/**
	 * Find the answer to a request.
	 * @param variables the variables of the pattern that the request matches
	 * @param base the path below which the client sees the application
	 * @param headers returns the value of a header of the request, or {@code null}
	 * @return the answer, or {@code null} if there is nothing of these names
	 */
	public @Nullable CatalogAnswer find(Map<String, String> variables, String base,
			Function<String, @Nullable String> headers) {
		String asset = variables.get(CatalogPatterns.ASSET);
		if (asset != null) {
			CatalogDocument document = this.assets.find(asset);
			return (document != null) ? answer(document, null, "public, max-age=31536000, immutable") : null;
		}
		Request request = new Request(base, headers);
		String contract = variables.get(CatalogPatterns.CONTRACT);
		String code = variables.get(CatalogPatterns.CODE);
		if (contract == null) {
			return all(variables.get(CatalogPatterns.SUFFIX), request);
		}
		return (code == null) ? contract(contract, request)
				: code(contract, code.startsWith("/") ? code.substring(1) : code, request);
	}

	private @Nullable CatalogAnswer all(@Nullable String suffix, Request request) {
		CatalogFormat format = format(suffix, request);
		return (format != null) ? answer(format, suffix == null, request, (documents) -> documents.all(format)) : null;
	}

	private @Nullable CatalogAnswer contract(String name, Request request) {
		// no contract has a dot in its name
		int dot = name.indexOf('.');
		String suffix = (dot < 0) ? null : name.substring(dot + 1);
		Contract contract = this.contracts.get((dot < 0) ? name : name.substring(0, dot));
		CatalogFormat format = format(suffix, request);
		return (contract != null && format != null)
				? answer(format, suffix == null, request, (documents) -> documents.contract(contract, format)) : null;
	}

	private @Nullable CatalogAnswer code(String name, String code, Request request) {
		Contract contract = this.contracts.get(name);
		CatalogEntry entry = (contract != null) ? contract.catalog().find(code) : null;
		if (contract == null || entry == null) {
			return null;
		}
		boolean page = format(null, request) == CatalogFormat.HTML;
		if (page && !entry.code().equals(code)) {
			// links of a page are relative to the code as the catalog spells it
			return new CatalogAnswer(HttpStatus.FOUND.value(), NEGOTIATED, Map.of(HttpHeaders.LOCATION,
					"../".repeat(CatalogHtml.depth(code) - 1) + contract.name() + "/" + entry.code()), null);
		}
		return answer(page ? CatalogFormat.HTML : CatalogFormat.JSON, true, request,
				(documents) -> documents.code(contract, entry, page));
	}

	private static @Nullable CatalogFormat format(@Nullable String suffix, Request request) {
		return (suffix != null) ? CatalogFormat.ofSuffix(suffix)
				: CatalogFormat.ofAccept(request.headers().apply(HttpHeaders.ACCEPT));
	}

	/**
	 * Return the answer whose examples have the path that this client sees, in the
	 * language that it asks for.
	 */
	private CatalogAnswer answer(CatalogFormat format, boolean negotiated, Request request,
			Function<CatalogDocuments, CatalogDocument> documents) {
		Locale language = format.isForReaders()
				? this.languages.find(request.headers().apply(HttpHeaders.ACCEPT_LANGUAGE)) : Locale.ROOT;
		CatalogDocument document = documents.apply(this.documents.get(new Readers(request.base(), language)));
		CatalogAnswer answer = answer(document,
				negotiated ? NEGOTIATED : (format.isForReaders() ? HttpHeaders.ACCEPT_LANGUAGE : null), "no-cache");
		if (!language.equals(Locale.ROOT)) {
			answer.headers().put(HttpHeaders.CONTENT_LANGUAGE, language.toLanguageTag());
		}
		if (format == CatalogFormat.HTML) {
			answer.headers().put("Content-Security-Policy", this.policy);
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
	 */
	private record Request(String base, Function<String, @Nullable String> headers) {
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
