package dev.errata.idempotency;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StoreFailureLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class StoreFailureLogTests {

	private Instant now = Instant.EPOCH;

	private final StoreFailureLog log = new StoreFailureLog(LoggerFactory.getLogger(StoreFailureLogTests.class),
			"It fails", () -> this.now);

	@Test
	void stormIsSaidOnceAMinute(CapturedOutput output) {
		for (int i = 0; i < 10; i++) {
			this.log.warn(new IllegalStateException("broken"));
		}
		assertThat(output.toString().split("It fails", -1)).hasSize(2);
		this.now = this.now.plus(Duration.ofMinutes(1));
		this.log.warn(new IllegalStateException("broken"));
		assertThat(output.toString().split("It fails", -1)).hasSize(3);
		assertThat(output).contains("It fails (9 more since this was last logged)");
	}

}
