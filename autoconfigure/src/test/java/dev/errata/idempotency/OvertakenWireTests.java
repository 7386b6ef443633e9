package dev.errata.idempotency;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a request answers that was overtaken by another.
 */
class OvertakenWireTests extends EveryStackTests {

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE, "errata.idempotency.enabled=true");
	}

	@Test
	void answerIsThatOfTheOtherInAnExchangeOfItsOwn() {
		Answer answer = answer(
				Exchange.post("/work").header("Idempotency-Key: k").header("Origin: https://example.org"));
		assertThat(answer.status()).isEqualTo(202);
		assertThat(answer.body()).isEqualTo("other");
		assertThat(answer.header("X-Of")).isEqualTo("other");
		assertThat(answer.header("Idempotency-Replayed")).isEqualTo("true");
		assertThat(answer.headers()).doesNotContainKey("X-Mine");
		assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
		assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
	}

	@Test
	void failureIsNotWhatTheClientGets() {
		Answer answer = answer(Exchange.post("/failing").header("Idempotency-Key: k"));
		assertThat(answer.status()).isEqualTo(202);
		assertThat(answer.body()).isEqualTo("other");
		assertThat(answer.headers()).doesNotContainKey("Cache-Control");
	}

	@Test
	void workThatWasUndoneIsNoSuccessWhereNobodyHasTakenOver() {
		OvertakingStore.settlement = new Settlement.Gone();
		try {
			Answer answer = answer(Exchange.post("/undone").header("Idempotency-Key: k"));
			assertThat(answer.status()).isEqualTo(503);
			assertThat(answer.body()).contains("idempotency_store_unavailable");
			assertThat(answer.header("Retry-After")).isNotNull();
		}
		finally {
			OvertakingStore.settlement = OvertakingStore.OVERTAKEN;
		}
		assertThat(answer(Exchange.post("/undone").header("Idempotency-Key: k")).body()).isEqualTo("other");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ WireTests.FineController.class, WorkController.class })
	static class Application {

		@Bean
		IdempotencyStore overtakingStore() {
			return new OvertakingStore();
		}

	}

	@RestController
	static class WorkController {

		@PostMapping("/work")
		@CrossOrigin
		ResponseEntity<String> work() {
			return ResponseEntity.ok().header("X-Of", "mine").header("X-Mine", "1").body("mine");
		}

		@PostMapping("/failing")
		String failing() {
			throw new IllegalStateException(SECRET);
		}

		@PostMapping("/undone")
		String undone(RunningClaim claim) {
			throw new ClaimLostException(claim.ownership());
		}

	}

	/**
	 * A store in which another has always taken over and ended.
	 */
	static final class OvertakingStore implements IdempotencyStore {

		private static final Settlement OVERTAKEN = new Settlement.Superseded(
				new StoredResponse(202, Map.of("X-Of", List.of("other")), "other".getBytes(StandardCharsets.UTF_8)));

		private static volatile Settlement settlement = OVERTAKEN;

		@Override
		public Acquisition claim(Claim claim) {
			return new Acquisition.Acquired(1, 1);
		}

		@Override
		public boolean renew(Ownership ownership, Duration lease) {
			return false;
		}

		@Override
		public Settlement complete(Ownership ownership, StoredResponse response, Duration ttl) {
			return settlement;
		}

		@Override
		public Settlement release(Ownership ownership, Release release, Duration ttl) {
			return settlement;
		}

		@Override
		public int purge() {
			return 0;
		}

	}

}
