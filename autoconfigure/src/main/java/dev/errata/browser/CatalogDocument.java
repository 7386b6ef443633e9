package dev.errata.browser;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A document of the catalog, ready to be sent. It never changes while the application
 * runs.
 *
 * @param contentType the content type
 * @param body the bytes
 * @param hash a hash of the body
 * @since 0.1.0
 * @hidden
 */
public record CatalogDocument(String contentType, byte[] body, String hash) {

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

	/**
	 * Return the entity tag.
	 * @return the tag, with its quotes
	 */
	public String etag() {
		return '"' + this.hash + '"';
	}

}
