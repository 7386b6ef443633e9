package dev.errata.sample;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.errata.sample.jc.Jc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command line, twice as a process of its own.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class JcTests {

	@LocalServerPort
	private int port;

	@TempDir
	private Path directory;

	@Test
	void processSaysHowItEnds() throws Exception {
		assertThat(process("chat", "hello world")).isEqualTo(new Outcome(0, "hello world\n", ""));
		Outcome outcome = process("chat", "hello", "--token=joule-poor");
		assertThat(outcome.exitCode()).isEqualTo(10);
		assertThat(outcome.output()).isEmpty();
		assertThat(outcome.error()).startsWith("jc: The account has no balance left. (insufficient_balance, request ");
	}

	@Test
	void answerIsPrinted() {
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
	void errorEndsWithTheExitCodeOfTheContract(int exitCode, String message, String arguments) {
		Outcome outcome = jc(arguments.split(";"));
		assertThat(outcome.error().replaceAll("req_[0-9a-f]{32}", "<id>")).isEqualTo("jc: " + message + "\n");
		assertThat(outcome.output()).isEmpty();
		assertThat(outcome.exitCode()).isEqualTo(exitCode);
	}

	@Test
	void wrongCommandIsABadArgument() {
		assertThat(jc("chat").exitCode()).isEqualTo(2);
		assertThat(jc("bake", "--colour=red").error()).startsWith("usage: jc chat TEXT");
	}

	@Test
	void serviceThatIsNotThereIsAGenericError() {
		Outcome outcome = jc("balance", "--url=http://localhost:1");
		assertThat(outcome)
			.isEqualTo(new Outcome(1, "", "jc: There is no answer from http://localhost:1 that makes sense.\n"));
	}

	/**
	 * Run a command in this process.
	 */
	private Outcome jc(String... arguments) {
		PrintStream output = System.out;
		PrintStream error = System.err;
		ByteArrayOutputStream outputBytes = new ByteArrayOutputStream();
		ByteArrayOutputStream errorBytes = new ByteArrayOutputStream();
		System.setOut(new PrintStream(outputBytes, true, StandardCharsets.UTF_8));
		System.setErr(new PrintStream(errorBytes, true, StandardCharsets.UTF_8));
		try {
			int exitCode = Jc.run(withUrl(arguments));
			return new Outcome(exitCode, outputBytes.toString(StandardCharsets.UTF_8),
					errorBytes.toString(StandardCharsets.UTF_8));
		}
		finally {
			System.setOut(output);
			System.setErr(error);
			LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
		}
	}

	private String[] withUrl(String... arguments) {
		if (String.join(" ", arguments).contains("--url=")) {
			return arguments;
		}
		return Stream.concat(Stream.of("--url=http://localhost:" + this.port), Stream.of(arguments))
			.toArray(String[]::new);
	}

	private Outcome process(String... arguments) throws IOException, InterruptedException {
		Path output = this.directory.resolve("output");
		Path error = this.directory.resolve("error");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xmx128m", "-cp",
						System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
						SampleApplication.class.getName(), "jc"));
		command.addAll(List.of(withUrl(arguments)));
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
