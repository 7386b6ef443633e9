package dev.errata.browser;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.catalog.StandardCode;
import dev.errata.contract.Contract;
import dev.errata.error.ApiError;
import dev.errata.error.CodeTexts;
import dev.errata.error.Failure;
import dev.errata.error.InputLocation;
import dev.errata.error.Violation;
import dev.errata.web.ErrorAnswer;
import dev.errata.web.ErrorExample;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * An example of the response with a code: made by the contract's own envelope, with a
 * request id, a time and a path that stay the same.
 *
 * @param status the status
 * @param title the short name of the failure
 * @param message the sentence for the caller
 * @param language the language of both, or {@code null} if it is not known
 * @param headers the headers by name
 * @param body the document
 */
record ExampleAnswer(int status, String title, String message, @Nullable Locale language, Map<String, String> headers,
		String body) {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(SerializationFeature.INDENT_OUTPUT)
		.defaultPrettyPrinter(new DefaultPrettyPrinter()
			.withSeparators(Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER)))
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	/** What is wrong with an input, by its code. */
	private static final Map<StandardCode, String> RULES = new EnumMap<>(Map.of(StandardCode.FIELD_MISSING,
			"is missing", StandardCode.FIELD_EMPTY, "must not be empty", StandardCode.FIELD_TYPE,
			"must be a whole number", StandardCode.FIELD_FORMAT, "must have the right format", StandardCode.FIELD_RANGE,
			"must be at least 1", StandardCode.FIELD_LENGTH, "must be at most 10 characters long",
			StandardCode.FIELD_UNKNOWN, "is unknown", StandardCode.FIELD_INVALID, "is not valid"));

	/** Codes of parameters, and those of fields with which the same is wrong. */
	private static final Map<StandardCode, StandardCode> PARAMETERS = Map.of(StandardCode.PARAMETER_MISSING,
			StandardCode.FIELD_MISSING, StandardCode.PARAMETER_TYPE, StandardCode.FIELD_TYPE);

	static ExampleAnswer of(Contract contract, CatalogEntry entry, int status, String basePath, Locale reader) {
		return (contract.catalog().answerOfInput(entry) != null) ? filled(contract, entry, status, basePath, reader)
				: of(Failure.of(entry.code()).status(status), contract, status, basePath, reader);
	}

	/**
	 * Return an example of the response with an invalid input, if the code is about one.
	 */
	static ExampleAnswer filled(Contract contract, CatalogEntry entry, int status, String basePath, Locale reader) {
		Failure failure = Failure.of(entry.code()).status(status);
		StandardCode field = field(contract.catalog(), entry);
		if (field != null) {
			failure.violation(new Violation("quantity", contract.catalog().fieldCode(field), rule(field))
				.in(PARAMETERS.containsKey(field) ? InputLocation.QUERY : InputLocation.BODY));
		}
		ExampleAnswer example = of(failure, contract, status, basePath, reader);
		if (contract.catalog().answerOfInput(entry) == null) {
			return example;
		}
		// the texts of the answer are those of another code
		CodeTexts texts = contract.composer().describe(entry, status, reader);
		return new ExampleAnswer(example.status, texts.title().text(), texts.message().text(),
				texts.message().language(), example.headers, example.body);
	}

	/**
	 * Return what is wrong with an input whose code this is, or {@code null} if it is not
	 * about inputs.
	 */
	private static @Nullable StandardCode field(ErrorCatalog catalog, CatalogEntry entry) {
		if (catalog.answerOfInput(entry) != null) {
			return StandardCode.find(entry.code());
		}
		for (StandardCode field : RULES.keySet()) {
			if (catalog.answerField(field).entry() == entry
					&& catalog.resolve(StandardCode.VALIDATION_FAILED).entry() != entry) {
				return field;
			}
		}
		boolean general = catalog.resolve(StandardCode.VALIDATION_FAILED).entry() == entry
				&& catalog.resolve(StandardCode.CLIENT_ERROR).entry() != entry;
		StandardCode namesake = StandardCode.find(entry.code());
		return (general || !entry.constraints().isEmpty()) ? StandardCode.FIELD_RANGE
				: ((namesake != null && RULES.containsKey(namesake)) ? namesake : null);
	}

	private static String rule(StandardCode field) {
		return RULES.getOrDefault(PARAMETERS.getOrDefault(field, field), "is not valid");
	}

	private static ExampleAnswer of(Failure failure, Contract contract, int status, String basePath, Locale reader) {
		ErrorAnswer answer = ErrorExample.of(failure, contract, basePath, reader);
		ApiError error = answer.error();
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("Content-Type", answer.mediaType());
		answer.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
		return new ExampleAnswer(status, error.title(), error.message(), error.language(), headers,
				new String(answer.body(), StandardCharsets.UTF_8));
	}

	/**
	 * Return the answer as a terminal shows it, but for what is the same for all errors.
	 */
	String text() {
		StringBuilder text = new StringBuilder("HTTP/1.1 " + this.status);
		String reason = reason(this.status);
		text.append(reason.isEmpty() ? "" : " " + reason).append('\n');
		this.headers.forEach((name, value) -> {
			if (!name.equals(HttpHeaders.CACHE_CONTROL)) {
				text.append(name).append(": ").append(value).append('\n');
			}
		});
		return text.append('\n').append(indented(this.body)).toString();
	}

	private static String indented(String body) {
		try {
			return JSON.writeValueAsString(JSON.readTree(body));
		}
		catch (JacksonException ex) {
			// an envelope may be anything
			return body;
		}
	}

	/**
	 * Return the reason phrase of a status, or an empty text.
	 */
	static String reason(int status) {
		HttpStatus known = HttpStatus.resolve(status);
		return (known != null) ? known.getReasonPhrase() : "";
	}

}
