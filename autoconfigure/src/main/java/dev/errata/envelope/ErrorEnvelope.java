package dev.errata.envelope;

import java.util.Map;

import dev.errata.catalog.ErrorCatalog;
import dev.errata.error.ApiError;
import dev.errata.error.DecodedError;
import org.jspecify.annotations.Nullable;

/**
 * The document that carries an error. Declare a bean of this type for a document that
 * {@code errata.envelope.body} cannot describe. The default contract uses the bean, and
 * so does every contract without an envelope of its own.
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
	 * Render an error. This method is called by many threads at once. If it throws, or
	 * returns an empty array, a constant minimal document is sent instead.
	 * @param error the error
	 * @return the whole document
	 */
	byte[] render(ApiError error);

	/**
	 * Describe the document as JSON Schema (draft 2020-12), for the catalog's page, types
	 * of clients and snapshots. A value that is the code has the schema {@code {"$ref":
	 * "#/$defs/code"}}.
	 * @param catalog the codes that the document can carry
	 * @return the schema as maps, lists, texts and numbers, or {@code null} if the shape
	 * is not known
	 */
	default @Nullable Map<String, Object> schema(ErrorCatalog catalog) {
		return null;
	}

	/**
	 * Read a document that another service has rendered with an envelope like this one.
	 * The document may be anything: cut off, too long, or of another shape. If this
	 * method throws, none of the values that it has added count. By default it adds none.
	 * @param document the document, bounded in length
	 * @param reading the object to add the values to
	 */
	default void read(byte[] document, DecodedError reading) {
	}

}
