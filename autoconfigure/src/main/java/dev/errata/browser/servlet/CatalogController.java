package dev.errata.browser.servlet;

import java.io.IOException;
import java.util.Map;

import dev.errata.browser.CatalogAnswer;
import dev.errata.browser.CatalogDocument;
import dev.errata.browser.CatalogSite;
import dev.errata.web.servlet.ServletPaths;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.server.ResponseStatusException;

/**
 * Serves the catalog. It writes the bytes itself, so that no converter and no advice of
 * the application applies. {@link CatalogMapping} maps it.
 */
class CatalogController {

	private final ObjectProvider<CatalogSite> site;

	private final ServletPaths paths;

	CatalogController(ObjectProvider<CatalogSite> site, ServletPaths paths) {
		this.site = site;
		this.paths = paths;
	}

	@Reflective
	public void serve(@PathVariable Map<String, String> variables, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		CatalogAnswer answer = this.site.getObject()
			.find(variables, this.paths.baseOf(request), request::getHeader, request::getParameter);
		if (answer == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
		response.setStatus(answer.status());
		if (answer.vary() != null) {
			response.addHeader(HttpHeaders.VARY, answer.vary());
		}
		answer.headers().forEach(response::setHeader);
		CatalogDocument document = answer.document();
		if (document == null || new ServletWebRequest(request, response).checkNotModified(document.etag())) {
			return;
		}
		response.setContentType(document.contentType());
		response.setContentLength(document.body().length);
		if (!HttpMethod.HEAD.matches(request.getMethod())) {
			response.getOutputStream().write(document.body());
		}
	}

}
