package dev.errata.sample;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The quotas of the systems, and what comes of going beyond them, while time is moved by
 * hand.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class QuotaTests {

	@LocalServerPort
	private int port;

	@Autowired
	private MovableClock clock;

	private String fullHour;

	private Wire wire;

	/** Each test has a day of its own, on which nothing was spent. */
	@BeforeEach
	void tenMinutesToTheHour() {
		Instant now = this.clock.instant();
		Instant start = now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1)).plus(Duration.ofMinutes(650));
		this.clock.move(Duration.between(now, start));
		this.fullHour = String.valueOf(start.plusSeconds(600).getEpochSecond());
		this.wire = new Wire(this.port);
	}

	private static String chat(int energy) {
		return "{\"model\":\"auto\",\"max_tokens\":%d,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"
			.formatted(energy);
	}

	@Test
	void energyIsToldWhenItWasSpent() {
		Wire valid = this.wire.with("Authorization", "Bearer joule-valid");
		String path = "/joule/v1/chat/completions";
		valid.post(path, chat(1240))
			.hasHeader("X-Joule-Budget-Used", "1240")
			.hasHeader("X-Joule-Budget-Cap", "10000")
			.hasHeader("X-Joule-Budget-Reset", this.fullHour);
		valid.get("/joule/v1/nothing").hasHeader("X-Joule-Budget-Used", "1240");
		// another account has its own
		this.wire.with("Authorization", "Bearer joule-read-only")
			.get("/joule/v1/models")
			.hasHeader("X-Joule-Budget-Used", "0");
		// who is unknown has spent nothing
		this.wire.get("/joule/v1/models").hasHeader("X-Joule-Budget-Used", "0");
	}

	@Test
	void spentEnergyComesBackOnTheHour() {
		Wire valid = this.wire.with("Authorization", "Bearer joule-valid");
		String path = "/joule/v1/chat/completions";
		assertThat(valid.post(path, chat(9_999)).response().statusCode()).isEqualTo(200);
		valid.post(path, chat(500)).hasHeader("X-Joule-Budget-Used", "10000");
		String body = "{\"error\":{\"type\":\"energy_budget_exceeded\",\"message\":\"The energy budget is used up.\","
				+ "\"code\":429,\"request_id\":\"<id>\"}}";
		valid.post(path, chat(1))
			.isError(429, body)
			.hasHeader("Retry-After", "600")
			.hasHeader("X-Joule-Budget-Used", "10000")
			.hasHeader("X-Joule-Budget-Reset", this.fullHour);
		// what needs no energy goes on
		assertThat(valid.get("/joule/v1/models").response().statusCode()).isEqualTo(200);
		this.clock.move(Duration.ofMinutes(9).plusMillis(59_500));
		valid.post(path, chat(1)).isError(429, body).hasHeader("Retry-After", "1");
		this.clock.move(Duration.ofMillis(500));
		valid.post(path, chat(1)).hasHeader("X-Joule-Budget-Used", "1").hasNoHeader("Retry-After");
	}

	@Test
	void emptyBalanceIsNoMatterOfTime() {
		this.wire.with("Authorization", "Bearer joule-poor")
			.post("/joule/v1/chat/completions", chat(1))
			.isError(402,
					"{\"error\":{\"type\":\"insufficient_balance\",\"message\":\"The account has no balance left.\","
							+ "\"code\":402,\"request_id\":\"<id>\"}}")
			.hasNoHeader("Retry-After");
	}

	@Test
	void sessionSendsAHundredRequestsAMinute() {
		Wire session = this.wire.with("Cookie", "session=gpuoutlet-valid");
		List<CompletableFuture<Integer>> burst = IntStream.range(0, 120)
			.mapToObj((i) -> CompletableFuture
				.supplyAsync(() -> session.get("/gpuoutlet/v1/nothing").response().statusCode()))
			.toList();
		assertThat(burst.stream().map(CompletableFuture::join).filter((status) -> status == 404)).hasSize(100);
		assertThat(burst.stream().map(CompletableFuture::join).filter((status) -> status == 429)).hasSize(20);
		this.clock.move(Duration.ofSeconds(18).plusMillis(1));
		session.get("/gpuoutlet/v1/nothing")
			.isError(429, "{\"error\":\"rate_limited\",\"message\":\"This session sends too many requests.\"}")
			.hasHeader("Retry-After", "42");
		assertThat(this.wire.with("Cookie", "session=gpuoutlet-read-only")
			.get("/gpuoutlet/v1/nothing")
			.response()
			.statusCode()).isEqualTo(404);
		this.clock.move(Duration.ofSeconds(42));
		assertThat(session.get("/gpuoutlet/v1/nothing").response().statusCode()).isEqualTo(404);
	}

	@Test
	void addressGetsACodeInThirtySeconds() {
		String json = "{\"email\":\"you@example.com\"}";
		this.wire.post("/gpuoutlet/v1/auth/code", json).isSuccess(202, "");
		this.clock.move(Duration.ofSeconds(12));
		this.wire.post("/gpuoutlet/v1/auth/code", json)
			.isError(429,
					"{\"error\":\"code_request_rate_limited\",\"message\":\"A login code was sent a moment ago.\"}")
			.hasHeader("Retry-After", "18");
		this.wire.post("/gpuoutlet/v1/auth/code", "{\"email\":\"me@example.com\"}").isSuccess(202, "");
		this.clock.move(Duration.ofSeconds(18));
		this.wire.post("/gpuoutlet/v1/auth/code", json).isSuccess(202, "");
	}

	@Test
	void dailyQuotaIsNoMatterOfWaiting() {
		String job = "{\"model\":\"llama-8b\",\"prompt\":\"Hello\"}";
		Wire valid = this.wire.with("X-Api-Key", "aitbc-valid");
		valid.post("/aitbc/v1/jobs", job)
			.hasHeader("RateLimit", "\"jobs\";r=999;t=47400")
			.hasHeader("RateLimit-Policy", "\"jobs\";q=1000;w=86400");
		Wire spent = this.wire.with("X-Api-Key", "aitbc-over-budget");
		spent.post("/aitbc/v1/jobs", job)
			.isError(429,
					"{\"detail\":\"The quota is used up.\",\"error_code\":\"RATE_QUOTA_EXCEEDED\",\"request_id\":\"<id>\"}")
			.hasNoHeader("Retry-After")
			.hasHeader("RateLimit", "\"jobs\";r=0;t=47400");
		this.wire.get("/aitbc/v1/jobs/job_1").hasNoHeader("RateLimit");
	}

	@TestConfiguration
	static class Time {

		@Bean
		@Primary
		MovableClock movableClock() {
			return new MovableClock(Instant.parse("2026-11-01T00:00:00Z"));
		}

	}

}
