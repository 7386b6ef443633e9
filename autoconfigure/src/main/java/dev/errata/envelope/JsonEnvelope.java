package dev.errata.envelope;

import java.util.Map;

import dev.errata.catalog.ErrorCatalog;
import dev.errata.error.ApiError;
import dev.errata.error.DecodedError;
import dev.errata.error.ElementVocabulary;
import dev.errata.error.ErrorElement;
import dev.errata.error.ErrorVocabulary;
import dev.errata.template.InvalidTemplateException;
import org.jspecify.annotations.Nullable;

/**
 * An envelope that is configured as JSON text with placeholders. The text is compiled
 * once. To render an error, constant bytes are copied and values are written in between,
 * so that nothing is parsed and the configuration of Jackson has no effect.
 *
 * @since 0.1.0
 * @hidden
 */
public final class JsonEnvelope implements ErrorEnvelope {

	private static final String DEFAULT_VIOLATION = """
			{"field": "{field}", "code": "{code}", "message": "{message}"}""";

	private final String name;

	private final String mediaType;

	private final JsonTemplate<ApiError> body;

	private final JsonTemplate<ErrorElement> violation;

	private JsonEnvelope(String name, String mediaType, JsonTemplate<ApiError> body,
			JsonTemplate<ErrorElement> violation) {
		this.name = name;
		this.mediaType = mediaType;
		this.body = body;
		this.violation = violation;
	}

	/**
	 * Compile an envelope.
	 * @param body JSON text of the document
	 * @param violation JSON text of one violation, or {@code null} for field, code and
	 * message
	 * @param mediaType the media type
	 * @return the envelope
	 * @throws InvalidTemplateException if one of the texts is not JSON or cannot be
	 * filled
	 */
	public static JsonEnvelope compile(String body, @Nullable String violation, String mediaType) {
		JsonTemplate<ErrorElement> shape = compileViolation((violation != null) ? violation : DEFAULT_VIOLATION, null);
		return new JsonEnvelope(Preset.nameOf(body), mediaType, compileBody(body, shape, null), shape);
	}

	/**
	 * Check the text of a document.
	 * @param body JSON text of the document
	 * @param catalog the codes that conditions can name
	 * @throws InvalidTemplateException if it is not JSON or cannot be filled
	 */
	public static void checkBody(String body, ErrorCatalog catalog) {
		compileBody(body, compileViolation(DEFAULT_VIOLATION, null), catalog);
	}

	/**
	 * Check the text of a violation.
	 * @param violation JSON text of one violation
	 * @param catalog the codes that conditions can name
	 * @throws InvalidTemplateException if it is not JSON or cannot be filled
	 */
	public static void checkViolation(String violation, ErrorCatalog catalog) {
		compileViolation(violation, catalog);
	}

	private static JsonTemplate<ApiError> compileBody(String body, JsonTemplate<ErrorElement> shape,
			@Nullable ErrorCatalog catalog) {
		return new JsonTemplateParser<>(ErrorVocabulary.header(catalog), ErrorVocabulary.envelope(catalog), shape)
			.parse(body);
	}

	private static JsonTemplate<ErrorElement> compileViolation(String violation, @Nullable ErrorCatalog catalog) {
		return new JsonTemplateParser<>(ElementVocabulary.ofNames(catalog), ElementVocabulary.ofStrings(catalog), null)
			.parse(violation);
	}

	@Override
	public String mediaType() {
		return this.mediaType;
	}

	@Override
	public byte[] render(ApiError error) {
		JsonWriter writer = new JsonWriter();
		JsonTemplate.document(this.body, error, writer);
		return writer.toByteArray();
	}

	@Override
	public Map<String, Object> schema(ErrorCatalog catalog) {
		return new EnvelopeSchema(catalog, this.violation).of(this.body);
	}

	@Override
	public void read(byte[] document, DecodedError reading) {
		JsonReader.read(document, this.body, ErrorVocabulary.into(reading));
	}

	/**
	 * Return the name of the preset of this envelope, or {@code body}.
	 */
	@Override
	public String toString() {
		return this.name;
	}

}
