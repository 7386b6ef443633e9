package dev.errata.browser;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.Contract;
import dev.errata.error.CodeTexts;
import tools.jackson.databind.json.JsonMapper;

/**
 * Snippets of client code that handle a single code.
 */
final class ClientSnippets {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final Contract contract;

	private final EnvelopeShape shape;

	private final String prefix;

	ClientSnippets(Contract contract, EnvelopeShape shape, ClientTypes types) {
		this.contract = contract;
		this.shape = shape;
		this.prefix = types.prefix(contract);
	}

	/**
	 * Return whether the code is anywhere in a response.
	 */
	boolean isCodeOnTheWire() {
		return !this.shape.codePath().isEmpty() || this.shape.codeHeader() != null;
	}

	String typeScript(CatalogEntry entry) {
		boolean body = !this.shape.codePath().isEmpty();
		String imported = this.prefix + (body ? "Error" : "ErrorCode");
		String code = body
				? "error" + this.shape.codePath().stream().map(ClientSnippets::member).collect(Collectors.joining())
				: "response.headers.get(" + quoted(Objects.requireNonNullElse(this.shape.codeHeader(), "")) + ") as "
						+ this.prefix + "ErrorCode";
		return """
				import type { %s } from "./%s";

				if (!response.ok) {
				%s  switch (%s) {
				    case %s:
				%s      break;
				    default:
				      throw new Error(`Unexpected answer ${response.status}`);
				  }
				}
				""".formatted(imported, this.contract.name(),
				body ? "  const error: " + this.prefix + "Error = await response.json();\n" : "", code,
				quoted(entry.code()), comment(entry, "      "));
	}

	String java(CatalogEntry entry) {
		String code = this.shape.codePath().isEmpty()
				? "response.headers().firstValue(" + quoted(Objects.requireNonNullElse(this.shape.codeHeader(), ""))
						+ ").orElse(\"\")"
				: "JsonMapper.shared().readTree(response.body()).at(" + quoted(pointer(this.shape.codePath()))
						+ ").asString()";
		return """
				if (response.statusCode() >= 400) {
				  String code = %s;
				  switch (code) {
				    case %s -> {
				%s    }
				    default -> throw new IllegalStateException("Unexpected answer " + response.statusCode());
				  }
				}
				""".formatted(code, quoted(entry.code()), comment(entry, "      "));
	}

	private String comment(CatalogEntry entry, String indent) {
		CodeTexts.Text declared = this.contract.composer().describe(entry, entry.statuses().get(0), Locale.ROOT).fix();
		String fix = (declared != null) ? text(declared.text()) : "";
		// '\' and 'u' would be an escape of Java's, even in a comment
		return fix.isEmpty() ? "" : indent + "// " + fix.replace('\\', '/') + "\n";
	}

	private static String text(String text) {
		return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
	}

	private static String member(String name) {
		return name.matches("[A-Za-z_$][A-Za-z0-9_$]*") ? "." + name : "[" + quoted(name) + "]";
	}

	private static String pointer(List<String> path) {
		return path.stream()
			.map((name) -> "/" + name.replace("~", "~0").replace("/", "~1"))
			.collect(Collectors.joining());
	}

	private static String quoted(String text) {
		return JSON.writeValueAsString(text);
	}

}
