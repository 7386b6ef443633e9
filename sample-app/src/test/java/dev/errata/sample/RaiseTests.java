package dev.errata.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every documented pair of code and status, raised from the wire.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class RaiseTests {

	/** One entry each, found under the name of its family as well. */
	private static final Map<String, String> TWINS = Map.of("service_unavailable", "SERVICE_UNAVAILABLE",
			"internal_error", "INTERNAL_ERROR");

	@LocalServerPort
	private int port;

	private Wire wire;

	@BeforeEach
	void connect() {
		this.wire = new Wire(this.port);
	}

	@ParameterizedTest
	@MethodSource("answers")
	void everyCodeIsRaisedAsDocumented(Expected expected) {
		String path = "/%s/raise/%s?status=%d".formatted(expected.system, expected.code, expected.status);
		this.wire.get(path)
			.isError(expected.status, expected.body)
			.hasHeader("Retry-After", expected.retryAfter)
			.hasHeader("X-Error-Code", expected.system.equals("contrib") ? expected.wireCode() : null);
	}

	@Test
	void answersCoverEveryRowOfTheCodes() {
		assertThat(answers().map((answer) -> List.of(answer.system, answer.code, answer.status)))
			.containsExactlyElementsOf(
					codes().map((code) -> List.of(code[0], code[1], Integer.valueOf(code[2]))).toList())
			.hasSize(100);
	}

	@ParameterizedTest
	@MethodSource("codes")
	void catalogTellsFamilyAdviceAndExitCode(String system, String code, int status, String family, String retryable,
			String exitCode) {
		String wireCode = system.equals("contrib") ? TWINS.getOrDefault(code, code) : code;
		JsonNode entry = JsonMapper.shared()
			.readTree(this.wire.get("/errors/" + system + "/" + code).response().body());
		assertThat(entry.path("code").asString()).isEqualTo(wireCode);
		assertThat(entry.path("family").asString()).isEqualTo(family.isEmpty() ? code : family);
		assertThat(entry.path("exitCode").asString("")).isEqualTo(exitCode);
		JsonNode advice = entry.path("statuses")
			.valueStream()
			.filter((candidate) -> candidate.path("status").asInt() == status)
			.findAny()
			.orElseThrow();
		// a twin's second row says nothing where the first says it all
		String said = TWINS.containsValue(code) && system.equals("contrib") ? "yes" : retryable;
		assertThat(advice.path("retryable").asString("")).isEqualTo(switch (said) {
			case "yes" -> "true";
			case "no" -> "false";
			default -> "";
		});
		assertThat(advice.path("meaning").asString("")).isNotEmpty();
		assertThat(advice.path("fix").asString("")).isNotEmpty();
	}

	@Test
	void firstStatusIsTheDefault() {
		this.wire.get("/engine/raise/internal_error")
			.isError(500, "{\"error\":{\"code\":\"internal_error\",\"message\":\"The server failed unexpectedly.\","
					+ "\"requestId\":\"<id>\"}}");
	}

	@Test
	void waitCanBeChosen() {
		this.wire.get("/contrib/raise/rate_limit_error?retry-after=5")
			.isError(429,
					"{\"error\":{\"message\":\"rate limit exceeded: try again in 5 seconds\","
							+ "\"type\":\"rate_limit_error\",\"retry_after_secs\":5}}")
			.hasHeader("Retry-After", "5");
	}

	@Test
	void waitIsNotAdvisedWhereARetryCannotHelp() {
		this.wire.get("/engine/raise/internal_error?status=422&retry-after=5")
			.isError(422,
					"{\"error\":{\"code\":\"internal_error\",\"message\":\"The Engine could not work this out.\","
							+ "\"requestId\":\"<id>\"}}")
			.hasNoHeader("Retry-After");
	}

	@ParameterizedTest
	@CsvSource({ "joule, bad_request, 400", "engine, invalid_request, 400", "gpuoutlet, validation_failed, 400",
			"contrib, invalid_request_error, 400", "aitbc, VALIDATION_INVALID_FORMAT, 422" })
	void statusOfAnotherCodeIsABadRequest(String system, String code, int status) {
		Wire.Answer answer = this.wire.get("/%s/raise/%s?status=418".formatted(system, code));
		assertThat(answer.response().statusCode()).isEqualTo(status);
		assertThat(answer.response().body()).contains("status must be one of those of the code: [");
		assertThat(answer.response().body()).contains(code);
		answer = this.wire.get("/%s/raise/%s?retry-after=-1".formatted(system, code));
		assertThat(answer.response().statusCode()).isEqualTo(status);
		assertThat(answer.response().body()).contains("retry-after must not be negative");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					joule     | {"error":{"type":"not_found","message":"There is nothing at this address.","code":404,"request_id":"<id>"}}
					engine    | {"error":{"code":"not_found","message":"There is no such resource.","requestId":"<id>"}}
					gpuoutlet | {"error":"not_found","message":"There is nothing here."}
					contrib   | {"error":{"message":"not found: the resource does not exist","type":"not_found"}}
					aitbc     | {"detail":"There is no such job.","error_code":"JOB_NOT_FOUND","request_id":"<id>"}
					""")
	void unknownCodeIsNotFound(String system, String body) {
		this.wire.get("/" + system + "/raise/nothing").isError(404, body);
	}

	@ParameterizedTest
	@CsvSource({ "engine, mine-1", "gpuoutlet, mine-2", "contrib, mine-3", "aitbc, mine-4" })
	void requestIdOfTheCallerIsEchoed(String system, String id) {
		this.wire.with("X-Request-Id", id).get("/" + system + "/raise/nothing").hasHeader("X-Request-Id", id);
	}

	@Test
	void jouleNeverTakesTheCallersRequestId() {
		Wire.Answer answer = this.wire.with("X-Request-Id", "req_mine").get("/joule/raise/conflict");
		assertThat(answer.header("X-Request-Id")).matches("req_[0-9a-f]{32}");
		assertThat(answer.response().body()).doesNotContain("mine");
	}

	static Stream<Expected> answers() {
		return lines("answers.tsv").map((line) -> line.split("\t"))
			.map((cells) -> new Expected(cells[0], cells[1], Integer.parseInt(cells[2]),
					cells[3].equals("-") ? null : cells[3], cells[4]));
	}

	static Stream<String[]> codes() {
		return lines("codes.csv").map((line) -> line.split(",", -1));
	}

	private static Stream<String> lines(String resource) {
		try {
			return new ClassPathResource(resource).getContentAsString(StandardCharsets.UTF_8).lines().skip(1);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	record Expected(String system, String code, int status, String retryAfter, String body) {

		String wireCode() {
			return TWINS.getOrDefault(this.code, this.code);
		}

	}

}
