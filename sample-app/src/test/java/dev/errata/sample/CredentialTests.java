package dev.errata.sample;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each system answers a caller whom it does not know, or who may not do this.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class CredentialTests {

	@LocalServerPort
	private int port;

	private Wire wire;

	@BeforeEach
	void connect() {
		this.wire = new Wire(this.port);
	}

	@ParameterizedTest
	@CsvSource({ "Authorization, Basic am91bGU6dmFsaWQ=", "Authorization, Bearer unknown",
			"Authorization, Bearer joule-expired", "Authorization, Bearer joule-revoked",
			"Authorization, Bearer engine-valid", "X-Nothing, at all" })
	void jouleKnowsNoSuchToken(String header, String value) {
		this.wire.with(header, value)
			.get("/joule/v1/models")
			.isError(401,
					"{\"error\":{\"type\":\"invalid_api_key\",\"message\":\"This needs a valid API key.\","
							+ "\"code\":401,\"request_id\":\"<id>\"}}")
			.hasHeader("WWW-Authenticate", "Bearer")
			.hasHeader("X-Joule-Budget-Cap", "10000");
	}

	@Test
	void jouleTokenForInferenceCannotDeploy() {
		this.wire.with("Authorization", "Bearer joule-read-only")
			.post("/joule/v1/workloads", "{\"name\":\"forbidden\"}")
			.isError(403,
					"{\"error\":{\"type\":\"insufficient_scope\","
							+ "\"message\":\"The token's scope does not cover this endpoint.\",\"code\":403,"
							+ "\"request_id\":\"<id>\"}}");
	}

	@Test
	void jouleTokenForInferenceCanInfer() {
		Wire.Answer answer = this.wire.with("Authorization", "Bearer joule-read-only")
			.post("/joule/v1/chat/completions",
					"{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
		assertThat(answer.response().statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "Authorization, Bearer unknown", "Authorization, Bearer engine-expired",
			"Authorization, Bearer engine-revoked", "X-Nothing, at all" })
	void engineKnowsNoSuchKey(String header, String value) {
		this.wire.with(header, value)
			.get("/engine/v1/parts/part_1")
			.isError(401,
					"{\"error\":{\"code\":\"unauthorized\",\"message\":\"A valid API key is required.\","
							+ "\"requestId\":\"<id>\"}}")
			.hasHeader("WWW-Authenticate", "Bearer");
	}

	@Test
	void engineKeyForReadingCannotWrite() {
		this.wire.with("Authorization", "Bearer engine-read-only")
			.post("/engine/v1/parts", "{\"name\":\"bracket\"}")
			.isError(403, "{\"error\":{\"code\":\"forbidden\",\"message\":\"The API key may not do this.\","
					+ "\"requestId\":\"<id>\"}}");
	}

	@Test
	void engineKeyForReadingCanRead() {
		assertThat(this.wire.with("Authorization", "Bearer engine-read-only")
			.get("/engine/v1/parts/nothing")
			.response()
			.statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource({ "Cookie, session=unknown", "Cookie, session=gpuoutlet-expired", "Cookie, session=gpuoutlet-revoked",
			"Authorization, Bearer gpuoutlet-valid" })
	void gpuoutletAsksToSignIn(String header, String value) {
		this.wire.with(header, value)
			.post("/gpuoutlet/v1/billing/checkout", "{\"amountCents\":500}")
			.isError(401, "{\"error\":\"unauthorized\",\"message\":\"Please sign in.\"}")
			.hasNoHeader("WWW-Authenticate");
	}

	@Test
	void gpuoutletSessionForReadingCannotWrite() {
		this.wire.with("Cookie", "session=gpuoutlet-read-only")
			.post("/gpuoutlet/v1/billing/checkout", "{\"amountCents\":500}")
			.isError(403, "{\"error\":\"forbidden\",\"message\":\"This resource is not yours to use.\"}");
	}

	@ParameterizedTest
	@CsvSource({ "X-Nothing, at all, authentication_error, a token is required",
			"Authorization, Bearer nonsense, AUTH_INVALID_TOKEN, invalid token",
			"Authorization, Bearer contrib.revoked.signature, AUTH_INVALID_TOKEN, invalid token",
			"Authorization, Bearer contrib.expired.signature, AUTH_EXPIRED, token expired" })
	void contribTellsWhatIsWrongWithAToken(String header, String value, String code, String detail) {
		this.wire.with(header, value)
			.get("/contrib/projects")
			.isError(401,
					"{\"error\":{\"message\":\"authentication failed: %s\",\"type\":\"authentication_error\"}}"
						.formatted(detail))
			.hasHeader("X-Error-Code", code)
			.hasHeader("WWW-Authenticate", "Bearer");
	}

	@Test
	void contribTokenForReadingCannotWrite() {
		this.wire.with("Authorization", "Bearer contrib.read-only.signature")
			.post("/contrib/contributions", "{\"this_contribution\":\"text\"}")
			.isError(403,
					"{\"error\":{\"message\":\"authorization failed: permission denied\","
							+ "\"type\":\"authorization_error\"}}")
			.hasHeader("X-Error-Code", "AUTH_FORBIDDEN");
	}

	@ParameterizedTest
	@CsvSource({ "X-Nothing, at all, AUTH_MISSING_KEY, An API key is required.",
			"X-Api-Key, unknown, AUTH_INVALID_KEY, The API key is not valid.",
			"X-Api-Key, aitbc-revoked, AUTH_INVALID_KEY, The API key is not valid.",
			"X-Api-Key, aitbc-expired, AUTH_EXPIRED_KEY, The API key has expired." })
	void aitbcTellsWhatIsWrongWithAKey(String header, String value, String code, String message) {
		this.wire.with(header, value)
			.get("/aitbc/v1/jobs/job_1")
			.isError(401, "{\"detail\":\"%s\",\"error_code\":\"%s\",\"request_id\":\"<id>\"}".formatted(message, code));
	}

	@Test
	void aitbcKeyForReadingCannotWrite() {
		this.wire.with("X-Api-Key", "aitbc-read-only")
			.post("/aitbc/v1/miners", "{\"id\":\"forbidden\",\"capacity\":1}")
			.isError(403,
					"{\"detail\":\"The API key does not permit this.\",\"error_code\":\"AUTH_INSUFFICIENT_SCOPE\","
							+ "\"request_id\":\"<id>\"}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					Authorization | Bearer joule-throttled             | /joule/v1/models         |    | {"error":{"type":"energy_budget_exceeded","message":"The energy budget is used up.","code":429,"request_id":"<id>"}}
					Authorization | Bearer engine-throttled            | /engine/v1/parts/1       |    | {"error":{"code":"rate_limited","message":"The request quota is used up.","requestId":"<id>"}}
					Cookie        | session=gpuoutlet-throttled        | /gpuoutlet/v1/rentals    | 60 | {"error":"rate_limited","message":"This session sends too many requests."}
					Authorization | Bearer contrib.throttled.signature | /contrib/projects        | 60 | {"error":{"message":"rate limit exceeded: try again in 60 seconds","type":"rate_limit_error","retry_after_secs":60}}
					X-Api-Key     | aitbc-throttled                    | /aitbc/v1/jobs/1         | 60 | {"detail":"Too many requests in a short time.","error_code":"RATE_LIMIT_EXCEEDED","request_id":"<id>"}
					""")
	void tooManyRequestsAreTurnedAway(String header, String value, String path, String retryAfter, String body) {
		this.wire.with(header, value).get(path).isError(429, body).hasHeader("Retry-After", retryAfter);
	}

	@ParameterizedTest
	@CsvSource({ "/%6Aoule/v1/models", "/joule;a=b/v1/models", "/joule/./v1/models" })
	void otherSpellingsOfAPathAreGuardedToo(String path) {
		assertThat(this.wire.get(path).response().statusCode()).isEqualTo(401);
	}

	@Test
	void catalogIsOpen() {
		assertThat(this.wire.get("/errors").response().statusCode()).isEqualTo(200);
	}

}
