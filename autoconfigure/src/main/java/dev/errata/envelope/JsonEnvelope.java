package dev.errata.envelope;

import java.util.List;
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
 * An envelope written as JSON text with placeholders. The text is compiled once; an
 * answer copies its constant bytes and writes the values in between, so nothing is parsed
 * and no configuration of Jackson has a say.
 *
 * @since 0.1.0
 */
public final class JsonEnvelope implements ErrorEnvelope {

	private static final String DEFAULT_VIOLATION = """
			{"field": "{field}", "code": "{code}", "message": "{message}"}""";

	static final Vocabulary<Violation> VIOLATION = Vocabulary.of(CodeNames::alike,
			Word.always("field", Violation::field), Word.always("code", Violation::code),
			Word.always("message", Violation::message));

	private final String name;

	private final String mediaType;

	private final JsonNode<ApiError> body;

	private final JsonNode<Violation> violation;

	private final JsonShape<DecodedError> shape;

	private JsonEnvelope(String name, String mediaType, JsonNode<ApiError> body, JsonNode<Violation> violation,
			JsonShape<DecodedError> shape) {
		this.name = name;
		this.mediaType = mediaType;
		this.body = body;
		this.violation = violation;
		this.shape = shape;
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
		JsonNode<Violation> compiled = compileViolation(violation);
		return new JsonEnvelope(Preset.nameOf(body), mediaType, compileBody(body, compiled), compiled,
				JsonShapes.ofBody(body, (violation != null) ? violation : DEFAULT_VIOLATION));
	}

	/**
	 * Check the text of a document.
	 * @param body JSON text of the document
	 * @throws InvalidTemplateException if it is not JSON or cannot be filled
	 */
	public static void checkBody(String body) {
		compileBody(body, compileViolation(null));
	}

	/**
	 * Check the text of a violation.
	 * @param violation JSON text of one violation
	 * @throws InvalidTemplateException if it is not JSON or cannot be filled
	 */
	public static void checkViolation(String violation) {
		compileViolation(violation);
	}

	private static JsonNode<ApiError> compileBody(String body, JsonNode<Violation> violation) {
		return new JsonTemplateCompiler<ApiError>(
				(text) -> JsonEnvelope.text(Template.parse(text, ErrorVocabulary.HEADER)), (text) -> {
					Template<ApiError> template = Template.parse(text, ErrorVocabulary.ENVELOPE);
					return template.isSingle()
							? new JsonNode.Value<>((error) -> value(template, error, violation), slot(template))
							: text(template);
				})
			.compile(body);
	}

	private static JsonNode<Violation> compileViolation(@Nullable String violation) {
		return new JsonTemplateCompiler<Violation>((text) -> text(Template.parse(text, VIOLATION)), (text) -> {
			Template<Violation> template = Template.parse(text, VIOLATION);
			return template.isSingle() ? new JsonNode.Value<>(template::value, slot(template)) : text(template);
		}).compile((violation != null) ? violation : DEFAULT_VIOLATION);
	}

	private static <T> JsonNode<T> text(Template<T> template) {
		String constant = template.constant();
		return (constant != null) ? new JsonNode.Constant<>(JsonWriter.quoted(constant))
				: new JsonNode.Value<>(template::fill, JsonNode.Slot.TEXT);
	}

	private static JsonNode.Slot slot(Template<?> template) {
		return new JsonNode.Slot(template.names(), template.fallback());
	}

	private static @Nullable Object value(Template<ApiError> template, ApiError error, JsonNode<Violation> violation) {
		Object value = template.value(error);
		return (value == error.violations()) ? new Violations(error.violations(), violation) : value;
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
		JsonReader.read(document, this.shape, reading);
	}

	/**
	 * Return the name of the preset that this is, or {@code body}.
	 */
	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * The invalid inputs and the shape they have in this envelope.
	 */
	record Violations(List<Violation> violations, JsonNode<Violation> shape) {

		void write(JsonWriter writer) {
			writer.raw('[');
			for (int i = 0; i < this.violations.size(); i++) {
				if (i > 0) {
					writer.raw(',');
				}
				this.shape.write(this.violations.get(i), writer);
			}
			writer.raw(']');
		}

	}

}
