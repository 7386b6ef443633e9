package dev.errata.sample;

import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What engine and joule promise of keys.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class IdempotencyTests {

	@LocalServerPort
	private int port;

	private Wire engine;

	private Wire joule;

	@BeforeEach
	void connect() {
		this.engine = new Wire(this.port).with("Authorization", "Bearer engine-valid");
		this.joule = new Wire(this.port).with("Authorization", "Bearer joule-valid");
	}

	private static String error(String code, String message) {
		return "{\"error\":{\"code\":\"%s\",\"message\":\"%s\",\"requestId\":\"<id>\"}}".formatted(code, message);
	}

	private String upload(String name) {
		String body = this.engine.withNewKey()
			.post("/engine/v1/parts", "{\"name\":\"" + name + "\"}")
			.response()
			.body();
		return body.substring(body.indexOf("part_"), body.indexOf("\","));
	}

	@Test
	void engineRequiresAKeyOnWrites() {
		this.engine.post("/engine/v1/parts", "{\"name\":\"bracket\"}")
			.isError(400, error("invalid_request", "The request needs an Idempotency-Key header."));
	}

	@Test
	void engineRefusesAMalformedKey() {
		this.engine.with("Idempotency-Key", "a b")
			.post("/engine/v1/parts", "{\"name\":\"bracket\"}")
			.isError(400, error("invalid_request", "The Idempotency-Key header is not well-formed."));
	}

	@Test
	void engineAnswersARetryAsBefore() {
		Wire keyed = this.engine.withNewKey();
		Wire.Answer first = keyed.post("/engine/v1/parts", "{\"name\":\"bracket\"}");
		keyed.post("/engine/v1/parts", "{\"name\":\"bracket\"}")
			.isSuccess(201, first.response().body())
			.hasHeader("Idempotency-Replayed", "true");
	}

	@Test
	void engineCallsAnotherBodyAConflict() {
		Wire keyed = this.engine.withNewKey();
		keyed.post("/engine/v1/parts", "{\"name\":\"bracket\"}");
		keyed.post("/engine/v1/parts", "{\"name\":\"plate\"}")
			.isError(409, error("conflict", "The Idempotency-Key was used with another request."));
	}

	@Test
	void engineNeedsNoNewKeyOnceThePartIsReady() {
		String part = upload("bracket");
		Wire keyed = this.engine.withNewKey();
		String body = "{\"partId\":\"" + part + "\"}";
		keyed.post("/engine/v1/programs", body)
			.isError(409, error("conflict", "Part '" + part + "' is still being processed."));
		keyed.post("/engine/v1/programs", "{\"partId\":\"part_0\"}")
			.isError(409, error("conflict", "The Idempotency-Key was used with another request."));
		this.engine.get("/engine/v1/parts/" + part);
		assertThat(keyed.post("/engine/v1/programs", body).response().statusCode()).isEqualTo(201);
		keyed.post("/engine/v1/programs", body).hasHeader("Idempotency-Replayed", "true");
	}

	@Test
	void engineThatIsAwayFreesTheKey() {
		String part = upload("unreachable");
		this.engine.get("/engine/v1/parts/" + part);
		Wire keyed = this.engine.withNewKey();
		String body = "{\"partId\":\"" + part + "\"}";
		String away = error("internal_error", "The Engine cannot be reached.");
		keyed.post("/engine/v1/programs", body).isError(503, away).hasNoHeader("Idempotency-Replayed");
		keyed.post("/engine/v1/programs", body).isError(503, away).hasNoHeader("Idempotency-Replayed");
	}

	@Test
	void engineKeepsAFinalResult() {
		String part = upload("impossible");
		this.engine.get("/engine/v1/parts/" + part);
		Wire keyed = this.engine.withNewKey();
		String body = "{\"partId\":\"" + part + "\"}";
		keyed.post("/engine/v1/programs", body);
		assertThat(keyed.post("/engine/v1/programs", body)
			.hasHeader("Idempotency-Replayed", "true")
			.response()
			.statusCode()).isEqualTo(422);
	}

	@Test
	void keysOfOtherCallersAreTheirs() {
		String key = UUID.randomUUID().toString();
		Wire keyed = this.engine.with("Idempotency-Key", key);
		keyed.post("/engine/v1/parts", "{\"name\":\"bracket\"}");
		Wire poor = keyed.with("Authorization", "Bearer engine-poor");
		assertThat(poor.post("/engine/v1/parts", "{\"name\":\"plate\"}")
			.hasNoHeader("Idempotency-Replayed")
			.response()
			.statusCode()).isEqualTo(201);
		keyed.with("Authorization", "Bearer engine-revoked")
			.post("/engine/v1/parts", "{\"name\":\"bracket\"}")
			.isError(401, error("unauthorized", "A valid API key is required."));
	}

	@Test
	void jouleDeduplicatesWhereAKeyIsSent() {
		String body = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
		Wire keyed = this.joule.withNewKey();
		Wire.Answer first = keyed.post("/joule/v1/chat/completions", body);
		assertThat(first.response().statusCode()).isEqualTo(200);
		Wire.Answer second = keyed.post("/joule/v1/chat/completions", body)
			.isSuccess(200, first.response().body())
			.hasHeader("Idempotency-Replayed", "true");
		assertThat(second.header("X-Request-Id")).isNotEqualTo(first.header("X-Request-Id"));
		this.joule.post("/joule/v1/chat/completions", body).hasNoHeader("Idempotency-Replayed");
	}

}
