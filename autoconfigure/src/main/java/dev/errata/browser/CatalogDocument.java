package dev.errata.browser;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Something of the catalog as it travels. It is the same for the life of the application.
 *
 * @param contentType the content type
 * @param body the bytes
 * @param hash what tells it from any other document
 */
record CatalogDocument(String contentType, byte[] body, String hash) {

	static CatalogDocument of(String contentType, String text) {
		return of(contentType, text.getBytes(StandardCharsets.UTF_8));
	}

	static CatalogDocument of(String contentType, byte[] body) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
			return new CatalogDocument(contentType, body, HexFormat.of().formatHex(digest, 0, 16));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	String etag() {
		return '"' + this.hash + '"';
	}

}
