package dev.errata.envelope;

import java.util.Map;

import dev.errata.catalog.CodeNames;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.error.ApiError;
import dev.errata.error.DecodedError;
import dev.errata.error.ErrorVocabulary;
import dev.errata.error.Violation;
import dev.errata.template.InvalidTemplateException;
import dev.errata.template.Template;
import dev.errata.template.Vocabulary;
import dev.errata.template.Word;
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

	private static final Vocabulary<Violation> VIOLATION = Vocabulary.of(CodeNames::alike,
			Word.always("field", Violation::field), Word.always("code", Violation::code),
			Word.always("message", Violation::message));

	private final String name;

	private final String mediaType;

	private final JsonTemplate<ApiError> body;

	private final JsonTemplate<Violation> violation;

	private JsonEnvelope(String name, String mediaType, JsonTemplate<ApiError> body,
			JsonTemplate<Violation> violation) {
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
		JsonTemplate<Violation> shape = compileViolation((violation != null) ? violation : DEFAULT_VIOLATION);
		return new JsonEnvelope(Preset.nameOf(body), mediaType, compileBody(body, shape), shape);
	}

	/**
	 * Check the text of a document.
	 * @param body JSON text of the document
	 * @throws InvalidTemplateException if it is not JSON or cannot be filled
	 */
	public static void checkBody(String body) {
		compileBody(body, compileViolation(DEFAULT_VIOLATION));
	}

	/**
	 * Check the text of a violation.
	 * @param violation JSON text of one violation
	 * @throws InvalidTemplateException if it is not JSON or cannot be filled
	 */
	public static void checkViolation(String violation) {
		compileViolation(violation);
	}

	private static JsonTemplate<ApiError> compileBody(String body, JsonTemplate<Violation> violation) {
		return new JsonTemplateParser<>(ErrorVocabulary.HEADER, ErrorVocabulary.ENVELOPE,
				new JsonTemplate.Violations<>(ApiError::violations, violation))
			.parse(body);
	}

	private static JsonTemplate<Violation> compileViolation(String violation) {
		return new JsonTemplateParser<>(VIOLATION, VIOLATION, null).parse(violation);
	}

	@Override
	public String mediaType() {
		return this.mediaType;
	}

	@Override
	public byte[] render(ApiError error) {
		JsonWriter writer = new JsonWriter();
		if (!this.body.write(error, writer)) {
			writer.raw("{}");
		}
		return writer.toByteArray();
	}

	@Override
	public Map<String, Object> schema(ErrorCatalog catalog) {
		return new EnvelopeSchema(catalog, this.violation).of(this.body);
	}

	@Override
	public void read(byte[] document, DecodedError reading) {
		JsonReader.read(document, this.body, reading::put);
	}

	/**
	 * Return the name of the preset of this envelope, or {@code body}.
	 */
	@Override
	public String toString() {
		return this.name;
	}

}
