package dev.errata.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.Contract;
import dev.errata.error.CodeTexts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Snippets of client code that send a request and handle a single code: a retry that
 * waits as long as it has to, with the same idempotency key, or an error of its own.
 */
final class ClientSnippets {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	/** The statuses after which curl sends a request again. */
	private static final Set<Integer> RETRIED_BY_CURL = Set.of(408, 429, 500, 502, 503, 504);

	private final Contract contract;

	private final EnvelopeShape shape;

	private final String prefix;

	private final Templates templates;

	private final boolean keys;

	/**
	 * Create an instance.
	 * @param keys whether requests may have idempotency keys
	 */
	ClientSnippets(Contract contract, EnvelopeShape shape, ClientTypes types, Templates templates, boolean keys) {
		this.contract = contract;
		this.shape = shape;
		this.prefix = types.prefix(contract);
		this.templates = templates;
		this.keys = keys;
	}

	/**
	 * Return the snippets for a code, in the order in which they are shown.
	 * @param method the method of the request of curl, or {@code null} for GET
	 * @param url its address
	 */
	List<PageModel.Snippet> of(CatalogEntry entry, @Nullable String method, String url) {
		List<PageModel.Snippet> snippets = new ArrayList<>();
		if (isCodeOnTheWire()) {
			snippets.add(new PageModel.Snippet("TypeScript", fill(Language.TYPESCRIPT, entry), true));
			snippets.add(new PageModel.Snippet("Java", fill(Language.JAVA, entry), false));
			snippets.add(new PageModel.Snippet("Python", fill(Language.PYTHON, entry), false));
			if (this.shape.codePath().stream().noneMatch((name) -> name.matches(".*[`\",\\\\].*"))) {
				snippets.add(new PageModel.Snippet("Go", fill(Language.GO, entry), false));
			}
		}
		snippets.add(new PageModel.Snippet("curl", curl(entry, method, url), snippets.isEmpty()));
		return snippets;
	}

	/**
	 * Return whether the code is anywhere in a response.
	 */
	boolean isCodeOnTheWire() {
		return !this.shape.codePath().isEmpty() || this.shape.codeHeader() != null;
	}

	private String fill(Language language, CatalogEntry entry) {
		boolean body = !this.shape.codePath().isEmpty();
		List<String> path = this.shape.codePath();
		return this.templates.fill("snippets/" + language.template,
				new SnippetModel(this.prefix + (body ? "Error" : "ErrorCode"), this.contract.name(), isRetryable(entry),
						this.keys && isRetryable(entry), body,
						quoted(Objects.requireNonNullElse(this.shape.codeHeader(), "")), quoted(entry.code()),
						name(entry.code()) + ((language == Language.GO) ? "" : "Error"), fix(entry),
						path.stream().map(ClientSnippets::member).collect(Collectors.joining()), quoted(pointer(path)),
						path.stream().map((name) -> "[" + quoted(name) + "]").collect(Collectors.joining()),
						goType(path), goMember(path)));
	}

	private String curl(CatalogEntry entry, @Nullable String method, String url) {
		boolean retry = isRetryable(entry) && RETRIED_BY_CURL.containsAll(entry.statuses());
		boolean safe = method == null || method.equals("GET");
		return this.templates.fill("snippets/curl.txt",
				new CurlModel(retry, this.keys && !safe, safe ? null : method, "'" + url.replace("'", "%27") + "'"));
	}

	private static boolean isRetryable(CatalogEntry entry) {
		return entry.statuses()
			.stream()
			.anyMatch((status) -> Boolean.TRUE.equals(entry.description(status).retryable()));
	}

	private String fix(CatalogEntry entry) {
		CodeTexts.Text declared = this.contract.composer().describe(entry, entry.statuses().get(0), Locale.ROOT).fix();
		String fix = (declared != null) ? declared.text() : "";
		// '\' and 'u' would be an escape of Java's, even in a comment
		return fix.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\u0085]+", " ").strip().replace('\\', '/');
	}

	private static String name(String code) {
		String name = Stream.of(code.split("[^A-Za-z0-9]+"))
			.filter((word) -> !word.isEmpty())
			.map((word) -> word.matches("[A-Z0-9]+") ? word.toLowerCase(Locale.ROOT) : word)
			.map((word) -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
			.collect(Collectors.joining());
		return Character.isDigit(name.charAt(0)) ? "E" + name : name;
	}

	private static String member(String name) {
		return name.matches("[A-Za-z_$][A-Za-z0-9_$]*") ? "." + name : "[" + quoted(name) + "]";
	}

	private static String pointer(List<String> path) {
		return path.stream()
			.map((name) -> "/" + name.replace("~", "~0").replace("/", "~1"))
			.collect(Collectors.joining());
	}

	private static String goType(List<String> path) {
		String type = "string";
		for (int i = path.size() - 1; i >= 0; i--) {
			type = "struct {\n" + "\t".repeat(i + 3) + goName(path.get(i), i) + " " + type + " `json:\"" + path.get(i)
					+ "\"`\n" + "\t".repeat(i + 2) + "}";
		}
		return type;
	}

	private static String goMember(List<String> path) {
		StringBuilder member = new StringBuilder();
		for (int i = 0; i < path.size(); i++) {
			member.append('.').append(goName(path.get(i), i));
		}
		return member.toString();
	}

	private static String goName(String member, int index) {
		return member.matches("[^A-Za-z0-9]*") ? "Member" + index : name(member);
	}

	private static String quoted(String text) {
		// a string of JSON is one of all these languages
		return JSON.writeValueAsString(text);
	}

	/**
	 * A language of snippets.
	 */
	enum Language {

		/** For browsers and Node.js. */
		TYPESCRIPT("typescript.txt"),

		/** With the client of the JDK and Jackson. */
		JAVA("java.txt"),

		/** With the standard library. */
		PYTHON("python.txt"),

		/** With the standard library. */
		GO("go.txt");

		private final String template;

		Language(String template) {
			this.template = template;
		}

	}

	/**
	 * What the templates of languages are filled with.
	 *
	 * @param module the name of the file with the types
	 * @param body whether the code is in the document
	 * @param header the name of the header that has the code otherwise
	 * @param name what errors with the code are called
	 * @param member the code's place in the document, for TypeScript
	 * @param pointer the same, for Java
	 * @param python the same, for Python
	 */
	record SnippetModel(String importName, String module, boolean retry, boolean key, boolean body, String header,
			String code, String name, String fix, String member, String pointer, String python, String goType,
			String goMember) {
	}

	/**
	 * What the template of curl is filled with.
	 */
	record CurlModel(boolean retry, boolean key, @Nullable String method, String url) {
	}

}
