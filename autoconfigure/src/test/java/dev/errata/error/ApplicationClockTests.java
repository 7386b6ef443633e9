package dev.errata.error;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApplicationClock}.
 */
class ApplicationClockTests {

	@Test
	void clockOfTheApplication() {
		Instant time = Instant.parse("2030-01-02T03:04:05Z");
		assertThat(new ApplicationClock(Clock.fixed(time, ZoneOffset.UTC)).instant()).isEqualTo(time);
	}

	@Test
	void noClock() {
		assertIsNow(new ApplicationClock(null));
	}

	@Test
	void clockThatFails() {
		assertIsNow(new ApplicationClock(clock(() -> {
			throw new IllegalStateException();
		})));
	}

	@Test
	void clockWithoutTime() {
		assertIsNow(new ApplicationClock(clock(() -> null)));
	}

	private static void assertIsNow(Clock clock) {
		assertThat(Duration.between(clock.instant(), Instant.now())).isCloseTo(Duration.ZERO, Duration.ofMinutes(1));
	}

	private static Clock clock(Supplier<@Nullable Instant> time) {
		InstantSource source = time::get;
		return source.withZone(ZoneOffset.UTC);
	}

}
