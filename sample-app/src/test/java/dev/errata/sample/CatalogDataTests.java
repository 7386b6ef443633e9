package dev.errata.sample;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The catalog as data, read as those read it who asked for it.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class CatalogDataTests {

	private static final List<String> SYSTEMS = List.of("joule", "engine", "gpuoutlet", "contrib", "aitbc");

	@LocalServerPort
	private int port;

	private Wire wire;

	@BeforeEach
	void connect() {
		this.wire = new Wire(this.port);
	}

	@Test
	void schemasFitTheAnswersOfAllCodes() {
		Map<String, JsonSchema> schemas = new HashMap<>();
		SYSTEMS.forEach((system) -> schemas.put(system, schema("/errors/" + system + ".schema.json")));
		JsonSchema any = schema("/errors.schema.json");
		RaiseTests.answers().forEach((answer) -> {
			String body = get("/%s/raise/%s?status=%d".formatted(answer.system(), answer.code(), answer.status()));
			JsonSchema schema = schemas.get(answer.system());
			assertThat(schema.validate(body, InputFormat.JSON)).as(body).isEmpty();
			assertThat(any.validate(body, InputFormat.JSON)).as(body).isEmpty();
			assertThatNoOtherFits(schema, body);
		});
		String foreign = get("/nowhere");
		assertThat(schema("/errors/default.schema.json").validate(foreign, InputFormat.JSON)).isEmpty();
		schemas.values().forEach((schema) -> assertThat(schema.validate(foreign, InputFormat.JSON)).isNotEmpty());
	}

	/**
	 * Take away one member after the other, and rename the code.
	 */
	private static void assertThatNoOtherFits(JsonSchema schema, String body) {
		ObjectNode document = (ObjectNode) JsonMapper.shared().readTree(body);
		ObjectNode object = document.path("error").isObject() ? (ObjectNode) document.get("error") : document;
		for (String name : List.copyOf(object.propertyNames())) {
			if (!Set.of("retry_after_secs", "details").contains(name)) {
				JsonNode value = object.remove(name);
				assertThat(schema.validate(document.toString(), InputFormat.JSON)).as("without " + name).isNotEmpty();
				object.putArray(name);
				assertThat(schema.validate(document.toString(), InputFormat.JSON)).as("wrong " + name).isNotEmpty();
				object.set(name, value);
			}
		}
	}

	@Test
	void tableHasARowForEveryAnswer() {
		for (String system : SYSTEMS) {
			List<List<String>> rows = new ArrayList<>();
			get("/errors/" + system + ".md").lines().filter((line) -> line.startsWith("| `")).forEach((line) -> {
				String[] cells = line.substring(1, line.length() - 1).split("(?<!\\\\)\\|", -1);
				assertThat(cells).as(line).hasSize(8);
				rows.add(List.of(cells[0].strip(), cells[2].strip()));
			});
			JsonNode catalog = JsonMapper.shared().readTree(get("/errors/" + system));
			List<List<String>> expected = new ArrayList<>();
			catalog.get("codes")
				.forEach((code) -> code.get("statuses")
					.forEach((status) -> expected
						.add(List.of("`" + code.get("code").asString() + "`", status.get("status").toString()))));
			assertThat(rows).isEqualTo(expected);
		}
	}

	@Test
	void exampleIsWhatIsRaised() {
		for (String system : SYSTEMS) {
			JsonNode catalog = JsonMapper.shared().readTree(get("/errors/" + system));
			String idHeader = catalog.get("requestIdHeader").asString();
			catalog.get("codes").forEach((code) -> code.get("statuses").forEach((status) -> {
				Wire.Answer raised = this.wire
					.get("/%s/raise/%s?status=%s".formatted(system, code.get("code").asString(), status.get("status")));
				JsonNode example = status.get("example");
				String id = example.get("headers").get(idHeader).asString();
				assertThat(example.get("body").asString().replace(id, raised.header(idHeader)))
					.isEqualTo(raised.response().body());
				example.get("headers").forEachEntry((name, value) -> {
					if (!name.equals(idHeader)) {
						assertThat(raised.header(name)).as(name).isEqualTo(value.asString());
					}
				});
			}));
		}
	}

	@Test
	void typesCompile(@TempDir Path directory) throws Exception {
		boolean present = Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
			.anyMatch((path) -> Files.isExecutable(Path.of(path, "tsc")));
		Assumptions.assumeTrue(present, "There is no TypeScript compiler");
		List<String> command = new ArrayList<>(List.of("tsc", "--strict", "--noEmit", "--lib", "es2022,dom"));
		for (String name : List.of("errors", "errors/default", "errors/joule", "errors/engine", "errors/gpuoutlet",
				"errors/contrib", "errors/aitbc")) {
			Path file = directory.resolve(name.replace('/', '-') + ".ts");
			Files.writeString(file, get("/" + name + ".ts"));
			command.add(file.toString());
		}
		Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(compiler.waitFor()).as(output).isZero();
	}

	private JsonSchema schema(String path) {
		return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(get(path));
	}

	private String get(String path) {
		return this.wire.get(path).response().body();
	}

}
