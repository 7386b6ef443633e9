package dev.errata.envelope;

import java.util.Map;

import dev.errata.catalog.ErrorCatalog;
import dev.errata.error.ApiError;
import dev.errata.error.DecodedError;
import org.jspecify.annotations.Nullable;

/**
 * The document that carries an error. Declare a bean of this type for a shape that
 * {@code errata.envelope.body} cannot say; it then stands for the envelope of the root
 * and of every contract that configures none of its own.
 *
 * @since 0.1.0
 */
public interface ErrorEnvelope {

	/**
	 * Return the media type of the document.
	 * @return the value of the {@code Content-Type} header
	 */
	String mediaType();

	/**
	 * Render an error. Called by many threads at once. Where it throws or returns an
	 * empty array, a constant minimal document goes out instead.
	 * @param error the error
	 * @return the whole document
	 */
	byte[] render(ApiError error);

	/**
	 * Describe the document as JSON Schema (draft 2020-12), for the catalog's page, types
	 * of clients and snapshots. Where the code stands, and nothing but it,
	 * {@code {"$ref": "#/$defs/code"}} says so.
	 * @param catalog the codes that the document can carry
	 * @return the schema as maps, lists, texts and numbers, or {@code null} if nothing is
	 * known of the shape
	 */
	default @Nullable Map<String, Object> schema(ErrorCatalog catalog) {
		return null;
	}

	/**
	 * Read a document backwards that another service rendered. The document may be
	 * anything: cut off, too long, of another shape. Where this throws, nothing of what
	 * was told counts; by default nothing is told.
	 * @param document the document, bounded in length
	 * @param reading takes what the document tells
	 */
	default void read(byte[] document, DecodedError reading) {
	}

}
