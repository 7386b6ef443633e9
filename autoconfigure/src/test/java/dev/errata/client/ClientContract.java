package dev.errata.client;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Consumer;

import dev.errata.requestid.RequestId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What happens to errors of other services, whichever client meets them.
 */
abstract class ClientContract extends ClientTests {

	static final String BUSY = "{\"error\":{\"code\":\"busy\",\"id\":\"r-1\"}}";

	static final String[] RETRIED = { "errata.clients.shop.retry.max-retries=2",
			"errata.clients.shop.retry.delay=1ms" };

	static final String KEYED = "errata.clients.shop.retry.idempotency-key=true";

	private final Class<? extends RuntimeException> lostConnection;

	/**
	 * Create an instance.
	 * @param lostConnection what the client throws if there is no answer
	 */
	ClientContract(Class<? extends RuntimeException> lostConnection) {
		this.lostConnection = lostConnection;
	}

	/**
	 * Run a test with calls of the client.
	 */
	abstract void call(Consumer<Calls> test, String... properties);

	@Test
	void errorIsReadByTheContract() {
		this.server.reply(503, "Content-Type: application/json\nRetry-After: 3\n", BUSY).reply(200, "", "fine");
		call((calls) -> {
			RemoteApiException failure = failure(calls);
			assertThat(failure).hasMessage("shop answered 503 busy [r-1]");
			assertThat(failure.retryAfter()).hasSeconds(3);
			assertThat(calls.get()).isEqualTo("fine");
		});
	}

	@Test
	@Timeout(60)
	void hostileAnswersAreKnownByTheirStatus() {
		String document = "{\"error\":{\"code\":\"gone_fishing\",\"text\":\"";
		this.server.reply(503, "Content-Type: /\n", "<html>")
			.reply(503, "", document + "x".repeat(5_000_000) + "\"}}")
			.reply(503, "", "[".repeat(200_000))
			.raw(ScriptedServer.head(503, "Content-Length: 1000\n"), document.getBytes(StandardCharsets.UTF_8))
			.reply(503, "", "");
		call((calls) -> {
			for (int i = 0; i < 5; i++) {
				assertThat(failure(calls)).hasMessage("shop answered 503 busy")
					.extracting(RemoteApiException::isUnderstood)
					.isEqualTo(false);
			}
			assertThat(this.server.requests()).hasSize(5);
		});
	}

	@Test
	void callIsRepeatedWithOneKeyAndOneId() {
		this.server.reply(503, "", BUSY).hangUp();
		call((calls) -> {
			try (RequestId.Scope scope = RequestId.open("inbound-1")) {
				assertThat(calls.post("one")).isEqualTo("ok");
			}
			assertThat(this.server.requests()).hasSize(3).allMatch((request) -> request.contains("\n\none"));
			assertThat(Set.copyOf(this.server.header("Idempotency-Key"))).hasSize(1)
				.allMatch((key) -> key.matches("[0-9a-f-]{36}"));
			assertThat(this.server.header("X-Request-Id")).containsOnly("inbound-1");
		}, RETRIED[0], RETRIED[1], KEYED);
	}

	@Test
	void repetitionsEnd() {
		this.server.reply(503, "", BUSY).reply(503, "", BUSY).reply(503, "", BUSY).hangUp();
		call((calls) -> {
			assertThat(failure(calls).code()).isEqualTo("busy");
			assertThat(this.server.requests()).hasSize(3);
			assertThatExceptionOfType(this.lostConnection).isThrownBy(() -> calls.post("one"));
			assertThat(this.server.requests()).hasSize(4);
		}, RETRIED);
	}

	private static RemoteApiException failure(Calls calls) {
		RemoteApiException failure = RemoteApiException.of(catchThrowable(calls::get));
		assertThat(failure).isNotNull();
		return failure;
	}

	/**
	 * Calls of {@code /shop/orders}.
	 */
	interface Calls {

		String get();

		String post(String body);

	}

}
