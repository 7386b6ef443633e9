package dev.errata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import org.springframework.core.io.ClassPathResource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the schema of the section {@code errata}, which editors of YAML can use.
 */
class ConfigurationSchemaTests {

	private static final String NAME = "META-INF/errata.schema.json";

	private static final Pattern BLOCK = Pattern.compile("(?m)(?:^<!-- (.*) -->\n)?^```yaml\n((?:.*\n)*?)```$");

	private static JsonSchema schema() {
		return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
			.getSchema(new ClassPathResource(NAME).getClassLoader().getResourceAsStream(NAME));
	}

	@Test
	void schemaIsThatOfTheRecords() throws IOException {
		String generated = ConfigurationSchema.generate();
		Files.writeString(Path.of("target", "errata.schema.json"), generated);
		assertThat(new ClassPathResource(NAME).getContentAsString(UTF_8))
			.as("copy target/errata.schema.json to src/main/resources/META-INF")
			.isEqualTo(generated);
	}

	static Stream<Block> blocks() throws IOException {
		List<Block> blocks = new ArrayList<>();
		Path project = Path.of("..");
		try (Stream<Path> docs = Files.walk(project.resolve("docs"))) {
			for (Path page : Stream.concat(docs, Stream.of(project.resolve("README.md")))
				.filter((path) -> path.toString().endsWith(".md"))
				.sorted()
				.toList()) {
				Matcher matcher = BLOCK.matcher(Files.readString(page));
				while (matcher.find()) {
					if (!"fails".equals(matcher.group(1))) {
						blocks.add(new Block(page.getFileName() + ": " + matcher.start(), matcher.group(2)));
					}
				}
			}
		}
		return blocks.stream();
	}

	@ParameterizedTest
	@MethodSource("blocks")
	void documentationIsValid(Block block) {
		JsonSchema schema = schema();
		for (Object document : new Yaml().loadAll(block.text())) {
			assertThat(validate(schema, document)).as(block.text()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "errata: { codez: {} }", "errata: { codes: { a: { messsage: x } } }",
			"errata: { closed: perhaps }", "errata: { envelope: { preset: unknown } }",
			"errata: { request-id: { style: uuid-v9 } }", "errata: { idempotency: { rules: { a: { path: /x } } } }",
			"errata: { clients: { a: { uri: x } } }" })
	void mistakeIsFound(String text) {
		assertThat(validate(schema(), new Yaml().load(text))).isNotEmpty();
	}

	private static Set<ValidationMessage> validate(JsonSchema schema, Object document) {
		JsonNode node = new ObjectMapper().valueToTree((document != null) ? document : Map.of());
		return schema.validate(node);
	}

	record Block(String name, String text) {

		@Override
		public String toString() {
			return this.name;
		}

	}

}
