package dev.errata.browser;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.StatusDescription;
import dev.errata.contract.Contract;
import dev.errata.error.CodeTexts;
import org.jspecify.annotations.Nullable;

/**
 * The catalog as Markdown: a table for each contract, a row for each status of a code.
 */
final class CatalogMarkdown {

	private static final String SPECIAL = "\\`*_[]|~";

	/** Also what pages made of components take for code. */
	private static final String MARKUP = "<>&{}";

	private final String basePath;

	private final Locale reader;

	CatalogMarkdown(String basePath, Locale reader) {
		this.basePath = basePath;
		this.reader = reader;
	}

	String of(List<Contract> contracts) {
		StringBuilder markdown = new StringBuilder();
		for (Contract contract : contracts) {
			if (!markdown.isEmpty()) {
				markdown.append('\n');
			}
			append(markdown, contract);
		}
		return markdown.toString();
	}

	private void append(StringBuilder markdown, Contract contract) {
		markdown.append("## ").append(escaped(CatalogHtml.title(contract))).append("\n\n");
		if (contract.description() != null) {
			markdown.append(escaped(contract.description())).append("\n\n");
		}
		boolean extended = isExtended(contract);
		markdown.append("| code | family | status | message | meaning | what to do | retry | exit code |");
		boolean dated = isDated(contract);
		markdown.append(extended ? " extensions |" : "").append(dated ? " versions |\n" : "\n");
		markdown.append("| --- | --- | --- | --- | --- | --- | --- | --- |")
			.append(extended ? " --- |" : "")
			.append(dated ? " --- |\n" : "\n");
		for (CatalogEntry entry : contract.catalog().listed()) {
			for (int status : entry.statuses()) {
				append(markdown, contract, entry, status);
				if (extended) {
					cell(markdown, escaped(CatalogView.extensions(entry.description(status))));
				}
				if (dated) {
					cell(markdown, escaped(versions(entry)));
				}
				markdown.append("|\n");
			}
		}
	}

	private static boolean isDated(Contract contract) {
		return contract.catalog()
			.entries()
			.stream()
			.anyMatch((entry) -> entry.since() != null || entry.deprecation() != null);
	}

	private static String versions(CatalogEntry entry) {
		return Stream
			.of((entry.since() != null) ? "since " + entry.since() : null,
					(entry.deprecation() != null) ? entry.deprecation().words() : null)
			.flatMap(Stream::ofNullable)
			.collect(Collectors.joining("; "));
	}

	private static boolean isExtended(Contract contract) {
		return contract.catalog()
			.entries()
			.stream()
			.anyMatch((entry) -> entry.statuses()
				.stream()
				.anyMatch((status) -> !entry.description(status).extensions().isEmpty()));
	}

	private void append(StringBuilder markdown, Contract contract, CatalogEntry entry, int status) {
		StatusDescription description = entry.description(status);
		CodeTexts texts = contract.composer().describe(entry, status, this.reader);
		cell(markdown, code(entry.code()));
		cell(markdown, code(entry.family()));
		cell(markdown, Integer.toString(status));
		cell(markdown, escaped(ExampleAnswer.of(contract, entry, status, this.basePath, this.reader).message()));
		cell(markdown, escaped(texts.meaning()));
		cell(markdown, escaped(texts.fix()));
		cell(markdown, retry(description));
		cell(markdown, (entry.exitCode() != null) ? entry.exitCode().toString() : "");
	}

	private static void cell(StringBuilder markdown, String text) {
		markdown.append(text.isEmpty() ? "| " : "| " + text + " ");
	}

	private static String retry(StatusDescription description) {
		Long seconds = CatalogView.retryAfter(description);
		if (seconds != null) {
			return "after " + seconds + " s";
		}
		return (description.retryable() != null) ? (description.retryable() ? "yes" : "no") : "";
	}

	private static String code(String name) {
		// a family may be any text
		return name.matches("[A-Za-z0-9._:/-]+") ? "`" + name + "`" : escaped(name);
	}

	private static String escaped(CodeTexts.@Nullable Text text) {
		return (text != null) ? escaped(text.text()) : "";
	}

	/**
	 * Return a text as it stands in Markdown, in the cell of a table, too.
	 */
	static String escaped(String text) {
		StringBuilder escaped = new StringBuilder();
		for (char c : text.toCharArray()) {
			if (MARKUP.indexOf(c) >= 0) {
				escaped.append("&#").append((int) c).append(';');
			}
			else {
				escaped.append((SPECIAL.indexOf(c) >= 0) ? "\\" : "").append((c < ' ') ? ' ' : c);
			}
		}
		return escaped.toString().strip();
	}

}
