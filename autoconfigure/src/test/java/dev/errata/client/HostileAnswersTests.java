package dev.errata.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that are meant to fill the memory, in a process that has little of it.
 */
@Tag("full")
class HostileAnswersTests {

	private static final int ROUNDS = 40;

	@Test
	void littleMemoryIsEnough() throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Xmx48m", "-XX:+ExitOnOutOfMemoryError", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				HostileAnswersTests.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(output).isZero();
		assertThat(output).contains("understood 0 of " + 4 * ROUNDS);
	}

	public static void main(String[] args) {
		new Attack().run();
	}

	private static final class Attack extends ClientTests {

		void run() {
			start();
			byte[] long1 = ("{\"error\":{\"code\":\"gone_fishing\",\"text\":\"" + "x".repeat(5_000_000) + "\"}}")
				.getBytes(StandardCharsets.US_ASCII);
			byte[] deep = ("{\"error\":{\"more\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}}")
				.getBytes(StandardCharsets.US_ASCII);
			byte[] wide = ("{\"error\":{\"more\":[" + "{\"a\":[]},".repeat(25_000) + "1]},\"error\":1x}")
				.getBytes(StandardCharsets.US_ASCII);
			for (int i = 0; i < ROUNDS; i++) {
				this.server.reply(503, "", long1).reply(503, "", deep).reply(503, "", wide).endless(503);
			}
			run((apis) -> {
				int understood = 0;
				for (int i = 0; i < 4 * ROUNDS; i++) {
					understood += get(apis).isUnderstood() ? 1 : 0;
				}
				System.out.println("understood " + understood + " of " + 4 * ROUNDS);
			});
			stop();
		}

	}

}
