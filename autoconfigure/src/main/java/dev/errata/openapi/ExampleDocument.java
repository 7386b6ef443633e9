package dev.errata.openapi;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import dev.errata.catalog.ResolvedCode;
import dev.errata.contract.Contract;
import dev.errata.web.ErrorExample;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The document of an {@linkplain ErrorExample example}, as API descriptions show it.
 */
final class ExampleDocument {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");

	private ExampleDocument() {
	}

	/**
	 * Return the document.
	 * @return maps, lists and values if it is JSON, else the text
	 */
	static Object of(ResolvedCode answer, Contract contract, String method, String path) {
		byte[] example = ErrorExample
			.of(answer.entry().code(), answer.status(), contract, method, VARIABLE.matcher(path).replaceAll("example"),
					"")
			.body();
		try {
			return JSON.readValue(example, Object.class);
		}
		catch (JacksonException ex) {
			return new String(example, StandardCharsets.UTF_8);
		}
	}

}
