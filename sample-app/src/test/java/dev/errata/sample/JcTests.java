package dev.errata.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command line as a process of its own, one for each exit code.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class JcTests {

	@LocalServerPort
	private int port;

	@TempDir
	private Path directory;

	@Test
	void answerIsPrinted() throws Exception {
		assertThat(jc("chat", "hello world")).isEqualTo(new Outcome(0, "hello world\n", ""));
		assertThat(jc("balance")).isEqualTo(new Outcome(0, "12.50\n", ""));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					1  | Something broke on our side. (internal_error, request <id>)           | chat;hello;--model=broken
					2  | model must be one of auto, green-7b, green-70b, flaky, slow, broken (bad_request, request <id>) | chat;hello;--model=gpt
					3  | This needs a valid API key. (invalid_api_key, request <id>)            | balance;--token=joule-revoked
					4  | There is no workload 'nothing'. (not_found, request <id>)              | workload;nothing
					10 | The account has no balance left. (insufficient_balance, request <id>)  | chat;hello;--token=joule-poor
					20 | The energy budget is used up. (energy_budget_exceeded, request <id>)   | chat;hello;--token=joule-over-budget
					""")
	void errorEndsWithTheExitCodeOfTheContract(int exitCode, String message, String arguments) throws Exception {
		Outcome outcome = jc(arguments.split(";"));
		assertThat(outcome.error().replaceAll("req_[0-9a-f]{32}", "<id>")).isEqualTo("jc: " + message + "\n");
		assertThat(outcome.output()).isEmpty();
		assertThat(outcome.exitCode()).isEqualTo(exitCode);
	}

	@Test
	void wrongCommandIsABadArgument() throws Exception {
		assertThat(jc("chat").exitCode()).isEqualTo(2);
		assertThat(jc("bake", "--colour=red").error()).startsWith("usage: jc chat TEXT");
	}

	@Test
	void serviceThatIsNotThereIsAGenericError() throws Exception {
		Outcome outcome = jc("balance", "--url=http://localhost:1");
		assertThat(outcome)
			.isEqualTo(new Outcome(1, "", "jc: There is no answer from http://localhost:1 that makes sense.\n"));
	}

	private Outcome jc(String... arguments) throws IOException, InterruptedException {
		Path output = this.directory.resolve("output");
		Path error = this.directory.resolve("error");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-Xmx128m", "-cp",
						System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
						SampleApplication.class.getName(), "jc", "--url=http://localhost:" + this.port));
		if (String.join(" ", arguments).contains("--url=")) {
			command.remove(command.size() - 1);
		}
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectOutput(output.toFile())
			.redirectError(error.toFile())
			.start();
		if (!process.waitFor(60, TimeUnit.SECONDS)) {
			process.destroyForcibly();
		}
		return new Outcome(process.waitFor(), Files.readString(output, StandardCharsets.UTF_8),
				Files.readString(error, StandardCharsets.UTF_8));
	}

	record Outcome(int exitCode, String output, String error) {
	}

}
