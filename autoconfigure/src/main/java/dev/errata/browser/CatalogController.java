package dev.errata.browser;

import java.io.IOException;
import java.util.Locale;
import java.util.function.BiFunction;

import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.web.servlet.ServletPaths;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.util.ConcurrentLruCache;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.server.ResponseStatusException;

/**
 * Serves the catalog as pages and as data. It writes the bytes itself, so that no
 * converter and no advice of the application applies. {@link CatalogMapping} maps it.
 */
class CatalogController {

	private static final String POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; "
			+ "connect-src %s; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private static final String NEGOTIATED = HttpHeaders.ACCEPT + ", " + HttpHeaders.ACCEPT_LANGUAGE;

	/** Proxies add prefixes to the path, and callers can pretend to be one. */
	private static final int MAX_BASES = 8;

	private final Contracts contracts;

	private final ServletPaths paths;

	private final ReaderLanguages languages;

	private final ConcurrentLruCache<Readers, CatalogDocuments> documents;

	private final CatalogAssets assets;

	private final String policy;

	/**
	 * Create a controller.
	 * @param paths finds the path below which a client sees the application
	 * @param documents makes the documents for such a path and a language
	 * @param calling whether the pages call the application
	 */
	CatalogController(Contracts contracts, ServletPaths paths, BiFunction<String, Locale, CatalogDocuments> documents,
			CatalogAssets assets, boolean calling) {
		this.contracts = contracts;
		this.paths = paths;
		this.languages = new ReaderLanguages(contracts.languages());
		this.documents = new ConcurrentLruCache<>(MAX_BASES + this.languages.size(),
				(readers) -> documents.apply(readers.base(), readers.language()));
		this.assets = assets;
		this.policy = POLICY.formatted(calling ? "'self'" : "'none'");
	}

	void all(HttpServletRequest request, HttpServletResponse response) throws IOException {
		CatalogFormat format = negotiated(request, response);
		write(documents(format, request, response).all(format), request, response);
	}

	void allAs(@PathVariable("suffix") String suffix, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		CatalogFormat format = known(CatalogFormat.ofSuffix(suffix));
		write(documents(format, request, response).all(format), request, response);
	}

	void contract(@PathVariable("contract") String name, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		// no contract has a dot in its name
		int dot = name.indexOf('.');
		Contract contract = known(this.contracts.get((dot < 0) ? name : name.substring(0, dot)));
		CatalogFormat format;
		if (dot < 0) {
			format = negotiated(request, response);
		}
		else {
			format = known(CatalogFormat.ofSuffix(name.substring(dot + 1)));
		}
		write(documents(format, request, response).contract(contract, format), request, response);
	}

	void code(@PathVariable("contract") String name, @PathVariable("code") String path, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		Contract contract = known(this.contracts.get(name));
		String code = path.startsWith("/") ? path.substring(1) : path;
		CatalogEntry entry = known(contract.catalog().find(code));
		boolean page = negotiated(request, response) == CatalogFormat.HTML;
		if (page && !entry.code().equals(code)) {
			// links of a page are relative to the code as the catalog spells it
			response.setStatus(HttpStatus.FOUND.value());
			response.setHeader(HttpHeaders.LOCATION,
					"../".repeat(CatalogHtml.depth(code) - 1) + contract.name() + "/" + entry.code());
			return;
		}
		CatalogDocuments documents = documents(page ? CatalogFormat.HTML : CatalogFormat.JSON, request, response);
		write(documents.code(contract, entry, page), request, response);
	}

	void asset(@PathVariable("asset") String name, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		CatalogDocument asset = known(this.assets.find(name));
		response.setHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
		write(asset, request, response);
	}

	/**
	 * Return the documents whose examples have the path that this client sees, in the
	 * language that it asks for.
	 */
	private CatalogDocuments documents(CatalogFormat format, HttpServletRequest request, HttpServletResponse response) {
		Locale language = Locale.ROOT;
		if (format.isForReaders()) {
			language = this.languages.find(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
			if (!response.getHeaders(HttpHeaders.VARY).contains(NEGOTIATED)) {
				response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
			}
			if (!language.equals(Locale.ROOT)) {
				response.setHeader(HttpHeaders.CONTENT_LANGUAGE, language.toLanguageTag());
			}
		}
		return this.documents.get(new Readers(this.paths.baseOf(request), language));
	}

	private static <T> T known(@Nullable T found) {
		if (found == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
		return found;
	}

	private static CatalogFormat negotiated(HttpServletRequest request, HttpServletResponse response) {
		response.addHeader(HttpHeaders.VARY, NEGOTIATED);
		return CatalogFormat.ofAccept(request.getHeader(HttpHeaders.ACCEPT));
	}

	private void write(CatalogDocument document, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		if (!response.containsHeader(HttpHeaders.CACHE_CONTROL)) {
			response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
		}
		response.setHeader("X-Content-Type-Options", "nosniff");
		if (document.contentType().equals(CatalogFormat.HTML.contentType())) {
			response.setHeader("Content-Security-Policy", this.policy);
			response.setHeader("Referrer-Policy", "same-origin");
		}
		if (new ServletWebRequest(request, response).checkNotModified(document.etag())) {
			return;
		}
		response.setContentType(document.contentType());
		response.setContentLength(document.body().length);
		if (!HttpMethod.HEAD.matches(request.getMethod())) {
			response.getOutputStream().write(document.body());
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
