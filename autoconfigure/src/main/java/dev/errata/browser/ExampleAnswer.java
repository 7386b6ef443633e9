package dev.errata.browser;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.Contract;
import dev.errata.error.ApiError;
import dev.errata.error.CodeTexts;
import dev.errata.error.Failure;
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

	static ExampleAnswer of(Contract contract, CatalogEntry entry, int status, String basePath, Locale reader) {
		return (contract.catalog().answerOfInput(entry) != null) ? filled(contract, entry, status, basePath, reader)
				: of(Failure.of(entry.code()).status(status), contract, status, basePath, reader);
	}

	/**
	 * Return an example of the response with an invalid input, if the code is about one.
	 */
	static ExampleAnswer filled(Contract contract, CatalogEntry entry, int status, String basePath, Locale reader) {
		Failure failure = ErrorExample.failure(contract, entry, status);
		ExampleAnswer example = of(failure, contract, status, basePath, reader);
		if (contract.catalog().answerOfInput(entry) == null) {
			return example;
		}
		// the texts of the answer are those of another code
		CodeTexts texts = contract.composer().describe(entry, status, reader);
		return new ExampleAnswer(example.status, texts.title().text(), texts.message().text(),
				texts.message().language(), example.headers, example.body);
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
