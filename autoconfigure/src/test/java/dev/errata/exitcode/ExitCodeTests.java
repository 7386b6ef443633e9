package dev.errata.exitcode;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import dev.errata.catalog.StandardCode;
import dev.errata.error.ErrorCode;
import dev.errata.error.ErrorCodeException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.ExitCodeEvent;
import org.springframework.boot.ExitCodeExceptionMapper;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for the exit codes of a command-line application, which has no web.
 */
@Tag("full")
class ExitCodeTests {

	private static final String[] JOULE = { "errata.codes.bad_request.status=400",
			"errata.codes.bad_request.exit-code=2", "errata.codes.bad_request.replaces=client_error",
			"errata.codes.invalid_api_key.status=401", "errata.codes.invalid_api_key.exit-code=3",
			"errata.codes.invalid_api_key.replaces=unauthorized", "errata.codes.not_found.status=404",
			"errata.codes.not_found.exit-code=4", "errata.codes.insufficient_balance.status=402",
			"errata.codes.insufficient_balance.exit-code=10", "errata.codes.energy_budget_exceeded.status=429",
			"errata.codes.energy_budget_exceeded.exit-code=20",
			"errata.codes.energy_budget_exceeded.replaces=too_many_requests",
			"errata.codes.energy_budget_exceeded.exceptions=java.io.FileNotFoundException",
			"errata.codes.conflict.status=409" };

	@ParameterizedTest
	@CsvSource({ "nothing,0", "bad_request,2", "invalid_api_key,3", "unauthorized,3", "token_expired,3", "not_found,4",
			"insufficient_balance,10", "energy_budget_exceeded,20", "quota_exceeded,20", "wrapped,20", "claimed,20",
			"annotated,4", "conflict,1", "unexpected,1", "no_such_code,1" })
	void applicationEndsWithTheNumberOfTheCode(String failure, int exitCode) {
		List<Integer> exitCodes = new ArrayList<>();
		SpringApplication application = new SpringApplicationBuilder(Cli.class).web(WebApplicationType.NONE)
			.properties(JOULE)
			.listeners((ApplicationListener<ExitCodeEvent>) (event) -> exitCodes.add(event.getExitCode()))
			.build();
		if (failure.equals("nothing")) {
			exitCodes.add(SpringApplication.exit(application.run(failure)));
		}
		else {
			assertThatException().isThrownBy(() -> application.run(failure));
		}
		// a process whose main thread throws ends with 1 unless somebody says otherwise
		assertThat(exitCodes.isEmpty() ? List.of(1) : exitCodes).containsExactly(exitCode);
	}

	/** Three cases once more, in processes of their own, at once. */
	@Test
	void processEndsWithTheNumberOfTheCode() throws Exception {
		Map<String, Process> processes = new LinkedHashMap<>();
		try {
			for (String failure : List.of("nothing", "wrapped", "conflict")) {
				processes.put(failure, start(failure));
			}
			for (Process process : processes.values()) {
				assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
			}
			assertThat(processes.get("nothing").exitValue()).isZero();
			assertThat(processes.get("wrapped").exitValue()).isEqualTo(20);
			assertThat(processes.get("conflict").exitValue()).isEqualTo(1);
		}
		finally {
			processes.values().forEach(Process::destroyForcibly);
		}
	}

	private static Process start(String failure) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java", "-Xmx128m",
						"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
						Cli.class.getName(), failure, "--spring.main.banner-mode=off"));
		for (String property : JOULE) {
			command.add("--" + property);
		}
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	@Test
	void defaultContractComesFirst() {
		assertThat(exitCode(new ErrorCodeException("spent"), "errata.codes.spent.status=402",
				"errata.codes.spent.exit-code=7", "errata.contracts.v1.paths=/v1/**",
				"errata.contracts.v1.codes.spent.status=402", "errata.contracts.v1.codes.spent.exit-code=8"))
			.isEqualTo(7);
	}

	@Test
	void onlyContractThatHasANumberGivesIt() {
		String[] properties = { "errata.contracts.v1.paths=/v1/**", "errata.contracts.v1.codes.spent.status=402",
				"errata.contracts.v1.codes.spent.exit-code=8", "errata.contracts.v1.codes.not_found.status=404",
				"errata.contracts.v1.codes.not_found.exit-code=4", "errata.contracts.v1.codes.broken.status=500",
				"errata.contracts.v1.codes.broken.exit-code=70",
				"errata.contracts.v1.codes.broken.replaces=server_error", "errata.contracts.v2.paths=/v2/**",
				"errata.contracts.v2.codes.spent.status=403", "errata.contracts.v2.codes.not_found.status=404",
				"errata.contracts.v2.codes.not_found.exit-code=44" };
		assertThat(exitCode(new ErrorCodeException("spent"), properties)).isEqualTo(8);
		assertThat(exitCode(new CompletionException(new ErrorCodeException("spent")), properties)).isEqualTo(8);
		assertThat(exitCode(new ErrorCodeException("not_found"), properties)).isEqualTo(1);
		assertThat(exitCode(new ErrorCodeException("no_such_code"), properties)).isEqualTo(1);
		assertThat(exitCode(new IllegalStateException(), properties)).isEqualTo(70);
	}

	@Test
	void exceptionThatKnowsItsNumberIsLeftToBoot() {
		assertThat(exitCode(new IllegalStateException(new Numbered()), JOULE)).isZero();
		assertThat(exitCode(new IllegalStateException(), JOULE)).isEqualTo(1);
	}

	@Test
	void causesThatDoNotEndAreNoTrouble() {
		Exception first = new Exception();
		first.initCause(new Exception(first));
		assertThat(exitCode(first, JOULE)).isEqualTo(1);
	}

	@Test
	void catalogWithoutNumbersHasNoSay() {
		assertThat(exitCode(new IllegalStateException())).isZero();
	}

	private static int exitCode(Throwable exception, String... properties) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Cli.class)
			.web(WebApplicationType.NONE)
			.properties(properties)
			.run("nothing")) {
			return context.getBean("errataExitCodes", ExitCodeExceptionMapper.class).getExitCode(exception);
		}
	}

	static final class Numbered extends RuntimeException implements ExitCodeGenerator {

		@Override
		public int getExitCode() {
			return 99;
		}

	}

	@ErrorCode("not_found")
	static final class NothingThereException extends RuntimeException {

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Cli {

		public static void main(String[] args) {
			SpringApplication application = new SpringApplication(Cli.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			SpringApplication.exit(application.run(args));
		}

		@Bean
		CommandLineRunner runner() {
			return (args) -> {
				switch (args[0]) {
					case "nothing" -> {
					}
					case "wrapped" -> throw new IOException(new CompletionException(
							new IllegalStateException(new ErrorCodeException(StandardCode.QUOTA_EXCEEDED))));
					case "claimed" -> throw new java.io.FileNotFoundException();
					case "annotated" -> throw new NothingThereException();
					case "unexpected" -> throw new IllegalStateException();
					default -> throw new ErrorCodeException(args[0]);
				}
			};
		}

	}

}
