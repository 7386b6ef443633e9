package dev.errata.browser;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a request for the catalog. It is not sent to a client that has its
 * document already.
 *
 * @param status the status
 * @param vary the names of the headers that it depends on, or {@code null}
 * @param headers the headers by name, without those of the document
 * @param document the document, or {@code null} if it is a redirect
 * @since 0.1.0
 * @hidden
 */
public record CatalogAnswer(int status, @Nullable String vary, Map<String, String> headers,
		@Nullable CatalogDocument document) {
}
