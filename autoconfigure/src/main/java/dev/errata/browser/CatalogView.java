package dev.errata.browser;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.StandardCode;
import dev.errata.catalog.StatusDescription;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.envelope.HeaderTemplate;
import dev.errata.error.CodeTexts;
import org.jspecify.annotations.Nullable;

/**
 * The catalog as data: contracts, their codes, the statuses of these with texts and
 * description. It is the same for the life of the application and holds nothing of
 * Java's.
 */
final class CatalogView {

	private final Contracts contracts;

	private final String basePath;

	private final Locale reader;

	/**
	 * Create a view.
	 * @param basePath the path below which the application lives; empty for the root
	 * @param reader the language of the reader
	 */
	CatalogView(Contracts contracts, String basePath, Locale reader) {
		this.contracts = contracts;
		this.basePath = basePath;
		this.reader = reader;
	}

	Map<String, Object> all() {
		return Map.of("contracts", this.contracts.all().stream().map(this::contract).toList());
	}

	Map<String, Object> contract(Contract contract) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("name", contract.name());
		put(view, "title", contract.title());
		put(view, "description", contract.description());
		view.put("paths", contract.paths().stream().map(Object::toString).toList());
		view.put("closed", contract.catalog().isClosed());
		view.put("mediaType", contract.envelope().mediaType());
		view.put("requestIdHeader", contract.requestId().header());
		view.put("headers", contract.headers().stream().map(HeaderTemplate::name).toList());
		view.put("codes", contract.catalog().listed().stream().map((entry) -> code(contract, entry)).toList());
		return view;
	}

	Map<String, Object> code(Contract contract, CatalogEntry entry) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("code", entry.code());
		view.put("family", entry.family());
		view.put("standard", contract.catalog().isBuiltIn(entry));
		CatalogEntry answer = contract.catalog().answerOfInput(entry);
		put(view, "responseCode", (answer != null) ? answer.code() : null);
		put(view, "otherStatuses", otherStatuses(contract, entry));
		put(view, "exitCode", entry.exitCode());
		put(view, "since", entry.since());
		if (entry.deprecation() != null) {
			Map<String, Object> deprecation = new LinkedHashMap<>();
			put(deprecation, "since", entry.deprecation().since());
			put(deprecation, "use", entry.deprecation().use());
			view.put("deprecated", deprecation);
		}
		List<Map<String, Object>> statuses = new ArrayList<>();
		entry.statuses().forEach((status) -> statuses.add(status(contract, entry, status)));
		view.put("statuses", statuses);
		return view;
	}

	/**
	 * Return the statuses that an entry answers with besides its own: it stands for what
	 * no other code does and keeps the truthful status then.
	 */
	static @Nullable String otherStatuses(Contract contract, CatalogEntry entry) {
		boolean client = contract.catalog().resolve(StandardCode.CLIENT_ERROR).entry() == entry;
		boolean server = contract.catalog().resolve(StandardCode.SERVER_ERROR).entry() == entry;
		return client ? (server ? "4xx, 5xx" : "4xx") : (server ? "5xx" : null);
	}

	private Map<String, Object> status(Contract contract, CatalogEntry entry, int status) {
		StatusDescription description = entry.description(status);
		CodeTexts texts = contract.composer().describe(entry, status, this.reader);
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("status", status);
		view.put("title", texts.title().text());
		view.put("message", texts.message().text());
		put(view, "detail", texts.detail());
		put(view, "meaning", texts.meaning());
		put(view, "fix", texts.fix());
		put(view, "docs", description.docs());
		put(view, "retryable", description.retryable());
		put(view, "retryAfter", retryAfter(description));
		if (!description.extensions().isEmpty()) {
			view.put("extensions", description.extensions());
		}
		ExampleAnswer example = ExampleAnswer.of(contract, entry, status, this.basePath, this.reader);
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("headers", example.headers());
		answer.put("body", example.body());
		view.put("example", answer);
		return view;
	}

	/**
	 * Return the extensions of a code as a text for people.
	 */
	static String extensions(StatusDescription description) {
		return description.extensions()
			.entrySet()
			.stream()
			.map((extension) -> extension.getKey() + ": " + extension.getValue())
			.collect(Collectors.joining(", "));
	}

	/**
	 * Return the seconds that an answer advises to wait.
	 */
	static @Nullable Long retryAfter(StatusDescription description) {
		Duration wait = description.waitBeforeRetry();
		return (wait != null) ? wait.toSeconds() : null;
	}

	private static void put(Map<String, Object> view, String name, CodeTexts.@Nullable Text text) {
		put(view, name, (text != null) ? (Object) text.text() : null);
	}

	private static void put(Map<String, Object> view, String name, @Nullable Object value) {
		if (value != null) {
			view.put(name, value);
		}
	}

}
