package dev.errata.sample.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.extension.ShopErrors;
import dev.errata.browser.BrowserAutoConfiguration;
import dev.errata.catalog.StandardCode;
import dev.errata.client.ClientAutoConfiguration;
import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import dev.errata.envelope.Preset;
import dev.errata.error.Placeholder;
import dev.errata.idempotency.IdempotencyAutoConfiguration;
import dev.errata.properties.StartupFaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.annotation.UserConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documentation says, checked against what there is.
 */
class DocumentationTests {

	/** Types on the pages for contributors that are not ours. */
	private static final Set<String> FOREIGN = Set.of("AccessDeniedException", "ApplicationContextRunner", "ETag",
			"OutOfMemoryError", "WebFilterChainProxy");

	private static final JsonMapper JSON = JsonMapper.builder().build();

	@Test
	void linksLeadSomewhere() {
		for (Page page : Page.all()) {
			for (String link : page.links()) {
				if (link.startsWith("http")) {
					continue;
				}
				String[] target = link.split("#", 2);
				Path path = target[0].isEmpty() ? Page.PROJECT.resolve(page.name())
						: Page.PROJECT.resolve(page.name()).resolveSibling(target[0]).normalize();
				assertThat(path).as("%s: %s", page.name(), link).exists();
				if (target.length == 2) {
					assertThat(Page.of(Page.PROJECT.relativize(path).toString()).anchors())
						.as("%s: %s", page.name(), link)
						.contains(target[1]);
				}
			}
		}
	}

	@Test
	void everyPageIsLinkedFromTheIndex() {
		Path docs = Path.of("docs");
		List<String> links = Page.of("docs/README.md")
			.links()
			.stream()
			.map((link) -> docs.resolve(link.split("#")[0]).normalize().toString())
			.toList();
		assertThat(Page.of("README.md").links()).contains("docs/README.md");
		assertThat(Page.all()).map(Page::name)
			.filteredOn((name) -> !name.equals("docs/README.md"))
			.allSatisfy((name) -> assertThat(links).contains(name));
	}

	/**
	 * A comment that nobody knows would leave its block out.
	 */
	@Test
	void everyBlockIsChecked() {
		for (Page page : Page.all()) {
			boolean guide = page.name().matches("docs/(getting-started.md|(recipes|coming-from)/.*)");
			for (Page.Block block : page.blocks()) {
				assertThat(block.comment()).as("%s", block).matches(switch (block.language()) {
					case "console" -> guide ? "run|test|" : "service: .*|";
					case "java", "yaml", "kotlin", "sql" ->
						guide ? "(file|add|before): .*|" : "(example: .*|fails|with ShopErrors|)";
					case "http" -> "example: .*";
					case "json" -> guide ? "before: .*" : "(preset|violation): .*";
					case "properties" -> "shop-.*";
					case "xml" -> guide ? "file: .*|" : "";
					default -> "";
				});
			}
		}
	}

	@Test
	void dependenciesAreThoseThatArePublished() throws IOException {
		String version = Files.readString(Page.PROJECT.resolve("pom.xml"))
			.replaceFirst("(?s).*?<version>(.*?)</version>.*", "$1");
		List<Page.Block> blocks = Stream.concat(Page.blocks("xml"), Page.blocks("groovy"))
			.filter((block) -> block.text().contains("dev.errata"))
			.toList();
		assertThat(blocks).isNotEmpty().allSatisfy((block) -> {
			List<String> coordinates = matches(
					"dev\\.errata(?:</groupId>\\s*<artifactId>|:)errata-([\\w-]+(?:</artifactId>\\s*<version>|:)?[\\d.]*)",
					block.text())
				.toList();
			assertThat(coordinates).as("%s", block)
				.isNotEmpty()
				.allMatch((it) -> it.matches(
						"(spring-boot-starter|spring-boot-autoconfigure|bom)(\\D+" + Pattern.quote(version) + ")?"));
		});
	}

	static Stream<Page.Block> yaml() {
		return Page.blocks("yaml").filter((block) -> !block.isOfProject());
	}

	@ParameterizedTest
	@MethodSource("yaml")
	void configurationIsBound(Page.Block block) throws IOException {
		context(block).run((context) -> {
			if (block.comment().equals("fails")) {
				assertThat(context).hasFailed();
			}
			else {
				assertThat(context).hasSingleBean(Contracts.class);
			}
		});
	}

	static Stream<Page.Block> failing() {
		return yaml().filter((block) -> block.comment().equals("fails"));
	}

	@ParameterizedTest
	@MethodSource("failing")
	void reportIsAsShown(Page.Block block) throws IOException {
		context(block).run((context) -> {
			Throwable failure = context.getStartupFailure();
			while (failure != null && !(failure instanceof StartupFaultException)) {
				failure = failure.getCause();
			}
			FailureAnalysis analysis = ((StartupFaultException) failure).analysis();
			List<Page.Block> blocks = Page.of(block.page()).blocks();
			Page.Block report = blocks.get(blocks.indexOf(block) + 1);
			assertThat("Description:\n\n" + analysis.getDescription() + "\n\nAction:\n\n" + analysis.getAction())
				.isEqualTo(report.text());
		});
	}

	private static ApplicationContextRunner context(Page.Block block) throws IOException {
		ByteArrayResource file = new ByteArrayResource(block.text().getBytes(StandardCharsets.UTF_8)) {

			@Override
			public String getDescription() {
				return "class path resource [application.yml]";
			}

		};
		List<PropertySource<?>> properties = new YamlPropertySourceLoader().load("application.yml", file);
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(UserConfigurations.of(ContractAutoConfiguration.class, BrowserAutoConfiguration.class,
					IdempotencyAutoConfiguration.class, ClientAutoConfiguration.class))
			.withInitializer((context) -> properties.forEach(context.getEnvironment().getPropertySources()::addLast));
		return block.comment().equals("with ShopErrors") ? runner.withUserConfiguration(ShopErrors.class) : runner;
	}

	static Stream<Page.Block> java() {
		return Page.blocks("java").filter((block) -> !block.isOfProject());
	}

	@ParameterizedTest
	@MethodSource("java")
	void snippetIsCompiled(Page.Block block) throws IOException {
		List<String> sources = new ArrayList<>();
		for (String folder : List.of("sample-app/src", "autoconfigure/src/test/java/com/example")) {
			try (Stream<Path> files = Files.walk(Page.PROJECT.resolve(folder))) {
				for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
					sources.add(withoutWhitespace(Files.readString(file)));
				}
			}
		}
		for (String part : block.text().split("(?m)^// …$")) {
			assertThat(sources).as(part).anyMatch((source) -> source.contains(withoutWhitespace(part)));
		}
	}

	/**
	 * Tables of keys in migrations of the guides.
	 */
	@Test
	void schemaIsThatOfTheJar() throws IOException {
		String name = "dev/errata/idempotency/jdbc/schema-postgresql.sql";
		assertThat(Page.of("docs/recipes/payments-on-postgresql.md").text()).contains("path: \"" + name + "\"");
		try (InputStream file = Contracts.class.getResourceAsStream("/" + name)) {
			String schema = new String(file.readAllBytes(), StandardCharsets.UTF_8);
			assertThat(Page.blocks("sql").filter((block) -> block.text().contains("errata_idempotency"))).isNotEmpty()
				.allSatisfy((block) -> assertThat(block.text()).isEqualToIgnoringNewLines(schema.strip()));
		}
	}

	@Test
	void scriptIsThatOfTheTests() throws IOException {
		String script = Files.readString(Page.PROJECT.resolve("sample-app/src/test/js/openai/example.js"));
		assertThat(Page.blocks("js")).isNotEmpty()
			.allSatisfy((block) -> assertThat(block.text()).isEqualToIgnoringNewLines(script.strip()));
	}

	static Stream<String> typesOnThePageForReaders() {
		String text = Page.of("docs/how-it-works.md").text() + Page.of("CONTRIBUTING.md").text();
		return Stream
			.concat(matches("`([A-Z]\\w*[a-z]\\w*(\\.\\w+)?)`", text),
					matches("(?<![@\\w])((?:[A-Z][a-z0-9]+){2,}(\\.\\w+)?)", diagrams(text)))
			.filter((name) -> !FOREIGN.contains(name))
			.distinct();
	}

	private static Stream<String> matches(String regex, String text) {
		return Pattern.compile(regex).matcher(text).results().map((result) -> result.group(1));
	}

	/**
	 * Return the diagrams of a page, without what stands in parentheses and is not ours.
	 */
	private static String diagrams(String text) {
		return matches("(?s)```(?:text|mermaid)\n(.*?)```", text).collect(Collectors.joining())
			.replaceAll("\\([A-Z]\\w+\\)", "");
	}

	/**
	 * Whoever reads the page must find each type, and its member, in the sources.
	 */
	@ParameterizedTest
	@MethodSource("typesOnThePageForReaders")
	void typeIsInTheSources(String name) throws IOException {
		String[] parts = name.split("\\.", 2);
		List<Path> found;
		try (Stream<Path> files = Files.walk(Page.PROJECT.resolve("autoconfigure/src"))) {
			found = files.filter((path) -> path.getFileName().toString().equals(parts[0] + ".java")).toList();
		}
		assertThat(found).as(name).isNotEmpty();
		if (parts.length == 2) {
			assertThat(found).as(name)
				.anySatisfy((file) -> assertThat(Files.readString(file)).containsPattern("\\b" + parts[1] + "\\b"));
		}
	}

	@Test
	void messagesAreThoseOfTheExamples() throws IOException {
		for (Page.Block block : Page.blocks("properties").toList()) {
			Properties file = new Properties();
			Path path = Page.PROJECT.resolve("sample-app/src/test/resources").resolve(block.comment());
			try (Reader reader = Files.newBufferedReader(path)) {
				file.load(reader);
			}
			assertThat(block.text().lines()).allSatisfy((line) -> {
				String[] property = line.split("=", 2);
				assertThat(file.getProperty(property[0])).as(line).isEqualTo(property[1]);
			});
		}
	}

	private static String withoutWhitespace(String text) {
		return text.replaceAll("\\s+", "");
	}

	@Test
	void standardCodesAreThoseOfTheTable() {
		List<List<String>> rows = Page.of("docs/codes.md").table("| standard code |");
		assertThat(rows).isEqualTo(Arrays.stream(StandardCode.values())
			.map((code) -> List.of("`" + code.code() + "`", String.valueOf(code.status()),
					(code.parent() != null) ? "`" + code.parent().code() + "`" : "", code.message()))
			.toList());
	}

	@Test
	void sentencesAreThoseOfTheTables() throws IOException {
		Properties texts = new Properties();
		try (InputStream file = StandardCode.class.getResourceAsStream("/dev/errata/error/own-texts.properties")) {
			texts.load(file);
		}
		Page page = Page.of("docs/languages.md");
		assertThat(Stream.of("| sentence |", "| message |").flatMap((head) -> page.table(head).stream()))
			.containsExactlyInAnyOrderElementsOf(texts.stringPropertyNames()
				.stream()
				.filter((key) -> key.startsWith("errata.text."))
				.map((key) -> List.of("`" + key + "`", texts.getProperty(key)))
				.toList());
	}

	@Test
	void placeholdersAreThoseOfTheTable() {
		List<List<String>> rows = Page.of("docs/envelopes.md").table("| placeholder |");
		List<String> expected = new ArrayList<>();
		for (Placeholder placeholder : Placeholder.values()) {
			Boolean always = ReflectionTestUtils.invokeMethod(placeholder, "isAlwaysPresent");
			expected.add("`{" + placeholder.word() + "}` " + (Boolean.TRUE.equals(always) ? "always" : ""));
		}
		expected.add("`{details.NAME}` ");
		expected.add("`{extensions.NAME}` ");
		assertThat(rows).map((row) -> row.get(0) + " " + row.get(1)).isEqualTo(expected);
	}

	@Test
	void presetsAreAsShown() {
		List<Page.Block> blocks = Page.blocks("json").filter((it) -> it.comment().startsWith("preset:")).toList();
		assertThat(blocks).hasSize(Preset.values().length).allSatisfy((block) -> {
			String name = block.comment().substring("preset:".length()).trim();
			assertThat(block.text()).isEqualTo(Preset.valueOf(name.toUpperCase(Locale.ROOT)).body());
		});
		blocks = Page.blocks("json").filter((it) -> it.comment().startsWith("violation:")).toList();
		assertThat(blocks).isNotEmpty().allSatisfy((block) -> {
			String name = block.comment().substring("violation:".length()).trim();
			assertThat(block.text()).isEqualTo(Preset.valueOf(name.toUpperCase(Locale.ROOT)).violation());
		});
	}

	@Test
	void examplesOfPlaceholdersAreTrue() {
		for (List<String> row : Page.of("docs/envelopes.md").table("| placeholder |")) {
			String example = row.get(4);
			// one of several names has its own placeholder in front
			String template = example.startsWith("`{") && example.contains("}`: ")
					? example.substring(1, example.indexOf("}`: ") + 1) : row.get(0).replace("`", "");
			assertThat(ExampleError.write(template)).as(template)
				.isEqualTo(example.substring(example.lastIndexOf(": `") + 1).strip().replaceAll("^`|`$", ""));
		}
	}

	@Test
	void examplesOfFormsAreTrue() {
		for (List<String> row : Page.of("docs/envelopes.md").table("| form |")) {
			String template = row.get(2).replace("`", "");
			assertThat(template).contains(" as " + row.get(0).replace("`", ""));
			assertThat(ExampleError.write(template)).as(template).isEqualTo(row.get(3).replace("`", ""));
		}
	}

	static Stream<Page.Block> examples() {
		return Page.all()
			.stream()
			.flatMap((page) -> page.blocks().stream())
			.filter((it) -> it.comment().startsWith("example: "));
	}

	@ParameterizedTest
	@MethodSource("examples")
	void exampleIsThatOfTheTests(Page.Block block) throws IOException {
		Path file = Page.PROJECT.resolve("autoconfigure/src/test/resources/dev/errata/envelope/examples")
			.resolve(block.comment().substring("example: ".length()));
		assertThat(block.text() + "\n").isEqualTo(Files.readString(file));
	}

	/**
	 * The tests behind the guarantees.
	 */
	@Test
	void guaranteesAreTested() throws IOException {
		Path tests = Page.PROJECT.resolve("autoconfigure/src/test/java/dev/errata/idempotency");
		for (List<String> row : Page.of("docs/guarantees.md").table("| fault |")) {
			for (String name : row.get(4).replace("`", "").split(", ")) {
				String[] parts = name.split("\\.");
				try (Stream<Path> files = Files.walk(tests)) {
					assertThat(files.filter((file) -> file.endsWith(parts[0] + ".java"))).singleElement()
						.satisfies((file) -> assertThat(Files.readString(file)).contains("void " + parts[1] + "("));
				}
			}
		}
	}

	@Test
	void typesAreThoseOfThePublicApi() throws IOException {
		assertThat(Page.of("docs/api.md").table("| type |"))
			.map((row) -> (row.get(1) + "." + row.get(0)).replace("`", ""))
			.containsExactlyElementsOf(Files
				.readAllLines(Page.PROJECT.resolve("autoconfigure/src/test/resources/dev/errata/public-api.txt")));
	}

	@Test
	void propertiesAreThoseOfTheMetadata() throws IOException {
		List<String> names = new ArrayList<>();
		Enumeration<URL> resources = getClass().getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json");
		while (resources.hasMoreElements()) {
			try (InputStream input = resources.nextElement().openStream()) {
				for (JsonNode property : JSON.readTree(input).get("properties")) {
					String name = property.get("name").asString();
					if (name.startsWith("errata.")) {
						names.add("`" + name + "`");
					}
				}
			}
		}
		assertThat(names).isNotEmpty();
		assertThat(Page.of("docs/configuration.md").table("| property |")).map((row) -> row.get(0))
			.containsExactlyInAnyOrderElementsOf(names);
		assertThat(Page.of("README.md").table("| property |")).map((row) -> row.get(0)).isNotEmpty().isSubsetOf(names);
	}

	@Test
	void propertiesOfCodesAndContractsAreThoseOfTheTables() throws ClassNotFoundException {
		Page page = Page.of("docs/configuration.md");
		assertThat(page.table("| of a code |")).map((row) -> row.get(0))
			.isEqualTo(components("dev.errata.properties.CodeProperties"));
		assertThat(page.table("| of a contract |")).map((row) -> row.get(0))
			.isEqualTo(components("ContractProperties"));
		assertThat(Page.of("README.md").text()).contains(components("dev.errata.properties.CodeProperties"))
			.contains(components("ContractProperties"));
	}

	@Test
	void propertiesOfClientsAreThoseOfTheTables() throws ClassNotFoundException {
		Page page = Page.of("docs/client.md");
		assertThat(page.table("| of a client |")).map((row) -> row.get(0))
			.isEqualTo(components("dev.errata.client.ClientProperties"));
		assertThat(page.table("| of `retry` |")).map((row) -> row.get(0))
			.isEqualTo(components("dev.errata.client.ClientProperties$RetryProperties"));
	}

	private static List<String> components(String record) throws ClassNotFoundException {
		RecordComponent[] components = Class.forName(record.contains(".") ? record : "dev.errata.contract." + record)
			.getRecordComponents();
		return Arrays.stream(components)
			.map((component) -> "`" + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT) + "`")
			.toList();
	}

}
