package dev.errata.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The official {@code openai} package for Node.js against joule. The cases are in
 * {@code src/test/js/openai}; each prints its outcome, which is checked here.
 */
@Tag("openai-client")
@EnabledIf(value = "isNodeInstalled", disabledReason = "There is no Node.js with npm on the PATH")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = "errata.limits.async-timeout.joule-inference.timeout=500ms")
class OpenAiClientTests {

	private static final String REQUEST_ID = "req_[0-9a-f]{32}";

	private final Path directory = Path.of("target", "openai-client").toAbsolutePath();

	private final Map<String, JsonNode> outcomes = new HashMap<>();

	private String lostReply = "";

	@LocalServerPort
	private int port;

	@BeforeAll
	void runCases() throws Exception {
		install();
		try (LossyProxy proxy = new LossyProxy(this.port)) {
			String output = node("cases.js", "http://localhost:" + this.port, "http://localhost:" + proxy.port());
			output.lines()
				.map(JsonMapper.shared()::readTree)
				.forEach((line) -> this.outcomes.put(line.path("name").asString(), line.path("outcome")));
			this.lostReply = proxy.lostReply();
		}
	}

	/**
	 * Return whether there is a client to test. A build server has to have one.
	 */
	static boolean isNodeInstalled() throws InterruptedException {
		try {
			return Boolean.parseBoolean(System.getenv("CI"))
					|| new ProcessBuilder("npm", "--version").start().waitFor() == 0
							&& new ProcessBuilder("node", "--version").start().waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void install() throws Exception {
		Files.createDirectories(this.directory);
		for (String file : List.of("package.json", "cases.js", "example.js")) {
			String text = Files.readString(Path.of("src/test/js/openai", file));
			Files.writeString(this.directory.resolve(file), text.replace("localhost:8080", "localhost:" + this.port));
		}
		run("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts");
	}

	private String node(String script, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of("node", script));
		command.addAll(List.of(arguments));
		return run(command.toArray(String[]::new));
	}

	private String run(String... command) throws IOException, InterruptedException {
		Path output = this.directory.resolve("output");
		Path error = this.directory.resolve("error");
		Process process = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectOutput(output.toFile())
			.redirectError(error.toFile())
			.start();
		if (!process.waitFor(120, TimeUnit.SECONDS)) {
			process.destroyForcibly();
		}
		assertThat(process.waitFor()).as("%s: %s", String.join(" ", command), Files.readString(error)).isZero();
		return Files.readString(output);
	}

	private JsonNode outcome(String name) {
		assertThat(this.outcomes).containsKey(name);
		return this.outcomes.get(name);
	}

	@Test
	void modelsAreListed() {
		assertThat(outcome("models").toString())
			.isEqualTo("[\"auto\",\"green-7b\",\"green-70b\",\"flaky\",\"slow\",\"broken\"]");
		assertThat(outcome("model").toString())
			.isEqualTo("{\"id\":\"auto\",\"object\":\"model\",\"created\":1767225600,\"owned_by\":\"joule\"}");
	}

	@Test
	void textIsAnswered() {
		JsonNode completion = outcome("text");
		assertThat(completion.path("object").asString()).isEqualTo("chat.completion");
		assertThat(completion.at("/choices/0/message/role").asString()).isEqualTo("assistant");
		assertThat(completion.at("/choices/0/message/content").asString()).isEqualTo("Hello");
		assertThat(completion.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
		assertThat(completion.at("/usage/total_tokens").asInt()).isEqualTo(2);
	}

	@Test
	void partsAreAnswered() {
		assertThat(outcome("parts").at("/choices/0/message/content").asString()).isEqualTo("What is this?");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					400 | bad_request            | BadRequestError          | model must be one of auto, green-7b, green-70b, flaky, slow, broken
					401 | invalid_api_key        | AuthenticationError      | This needs a valid API key.
					402 | insufficient_balance   | APIError                 | The account has no balance left.
					403 | insufficient_scope     | PermissionDeniedError    | The token's scope does not cover this endpoint.
					404 | not_found              | NotFoundError            | There is no model 'gpt'.
					409 | conflict               | ConflictError            | There is a workload 'twice' already.
					413 | payload_too_large      | APIError                 | The body is larger than this endpoint takes.
					422 | unprocessable_entity   | UnprocessableEntityError | messages must not be empty
					429 | energy_budget_exceeded | RateLimitError           | The energy budget is used up.
					500 | internal_error         | InternalServerError      | Something broke on our side.
					502 | upstream_error         | InternalServerError      | The provider of the model failed.
					503 | service_unavailable    | InternalServerError      | This region is degraded at the moment.
					504 | timeout                | InternalServerError      | The request ran out of time.
					""")
	void errorIsThatOfTheCode(int status, String code, String name, String message) {
		assertError(outcome(code), name, code, status, status + " " + message);
		assertThat(outcome(code).path("status").asInt()).isEqualTo(status);
	}

	@Test
	void everyCodeIsACase() {
		assertThat(RaiseTests.codes().filter((row) -> row[0].equals("joule")).map((row) -> row[1] + " " + row[2]))
			.hasSize(13)
			.allSatisfy((row) -> assertThat(row.split(" ")[1])
				.isEqualTo(outcome(row.split(" ")[0]).path("status").asString()));
	}

	private static void assertError(JsonNode error, String name, String type, int code, String message) {
		assertThat("%s: %s %s: %s".formatted(error.path("name").asString(""), error.path("type").asString(""),
				error.path("code").asString(""), error.path("message").asString("")))
			.isEqualTo("%s: %s %s: %s".formatted(name, type, code, message));
		assertThat(error.path("requestID").asString()).matches(REQUEST_ID);
	}

	@ParameterizedTest
	@CsvSource({ "retry of 503, 503, 2, 1", "retry of 429, 429, 2, 2", "no retry of 422, 422, 1, 0" })
	void retryWaitsAsLongAsItWasTold(String name, int status, int attempts, int seconds) {
		JsonNode outcome = outcome(name);
		assertThat(outcome.path("status").asInt()).isEqualTo(status);
		assertThat(outcome.path("attempts").asInt()).isEqualTo(attempts);
		assertThat(outcome.path("seconds").asInt()).isGreaterThanOrEqualTo(seconds);
	}

	/**
	 * Had the completion run twice, it would have used 14.
	 */
	@Test
	void lostReplyIsReplayed() {
		String id = JsonMapper.shared().readTree(this.lostReply).path("id").asString();
		assertThat(outcome("lost reply").toString())
			.isEqualTo("{\"id\":\"%s\",\"replayed\":\"true\",\"used\":\"7\"}".formatted(id));
	}

	@Test
	void streamIsRead() {
		assertThat(outcome("stream").toString()).isEqualTo("{\"pieces\":[\"one \",\"two\",\"stop\"]}");
	}

	@Test
	void failingStreamEndsWithTheError() {
		JsonNode outcome = outcome("failing stream");
		assertThat(outcome.path("pieces").toString()).isEqualTo("[\"one \",\"two \"]");
		assertError(outcome.path("error"), "APIError", "energy_budget_exceeded", 429, "The energy budget is used up.");
		assertThat(outcome.path("error").has("status")).isFalse();
	}

	@Test
	void exampleOfTheReadmePrintsWhatItShows() throws Exception {
		assertThat(node("example.js")).isEqualTo("Hello\nHello\nupstream_error The provider of the model failed.\n");
	}

	@TestConfiguration
	static class Time {

		/** The budgets must not begin anew in the middle. */
		@Bean
		@Primary
		MovableClock movableClock() {
			return new MovableClock(Instant.parse("2026-11-01T10:50:00Z"));
		}

	}

}
