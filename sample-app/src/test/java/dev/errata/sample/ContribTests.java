package dev.errata.sample;

import java.sql.SQLException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The errors of contrib as they arise from real input.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(ContribTests.FailingDatabase.class)
class ContribTests {

	@LocalServerPort
	private int port;

	private Wire wire;

	@BeforeEach
	void connect() {
		this.wire = new Wire(this.port).with("Authorization", "Bearer contrib.valid.signature");
	}

	private static String error(String type, String message) {
		return "{\"error\":{\"message\":\"%s\",\"type\":\"%s\"}}".formatted(message, type);
	}

	private Wire.Answer contribute(String json) {
		return this.wire.post("/contrib/contributions", json);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"this_contribution\":\"\"}", "{\"this_contribution\":null}", "{}" })
	void contributionCannotBeEmpty(String body) {
		contribute(body).isError(400, error("validation_error", "validation error: this_contribution cannot be empty"))
			.hasHeader("X-Error-Code", "VALIDATION_FAILED");
	}

	@Test
	void contributionCannotBeTooLong() {
		contribute("{\"this_contribution\":\"" + "x".repeat(10001) + "\"}")
			.isError(400,
					error("validation_error",
							"validation error: this_contribution cannot be longer than 10000 characters"))
			.hasHeader("X-Error-Code", "VALIDATION_FAILED");
	}

	@Test
	void brokenStructureIsAnInvalidRequest() {
		contribute("{").isError(400,
				error("invalid_request_error", "invalid request: The body is not valid JSON at line 1, column 2."));
		contribute("{\"this_contribution\":{}}").isError(400,
				error("invalid_request_error", "invalid request: this_contribution must be a string"));
		contribute(null).isError(400,
				error("invalid_request_error", "invalid request: the request could not be understood"));
		this.wire.send("POST", "/contrib/contributions", "text/plain", "text")
			.isError(400, error("invalid_request_error",
					"invalid request: Content type 'text/plain' is not supported here; send application/json, application/*+json."))
			.hasHeader("X-Error-Code", "invalid_request_error");
	}

	@Test
	void unknownProjectIsNotFound() {
		String body = error("not_found", "not found: project 'nonexistent' does not exist");
		this.wire.get("/contrib/projects/nonexistent").isError(404, body).hasHeader("X-Error-Code", "not_found");
		contribute("{\"this_contribution\":\"text\",\"project\":\"nonexistent\"}").isError(404, body);
		this.wire.get("/contrib/projects/errata").isSuccess(200, "{\"name\":\"errata\"}");
	}

	@Test
	void unknownLogIsNotFound() {
		String body = contribute("{\"this_contribution\":\"text\"}").response().body();
		String id = body.substring(body.indexOf("log_"), body.indexOf("\","));
		assertThat(this.wire.get("/contrib/logs/" + id).response().body()).isEqualTo(body);
		this.wire.get("/contrib/logs/log_0")
			.isError(404, error("not_found", "not found: log 'log_0' does not exist"))
			.hasHeader("X-Error-Code", "LOG_NOT_FOUND");
	}

	@Test
	void unknownPathIsNotFound() {
		this.wire.get("/contrib/nothing")
			.isError(404, error("not_found", "not found: the resource does not exist"))
			.hasHeader("X-Error-Code", "not_found");
	}

	@Test
	void failureOfTheDatabaseIsClaimedByItsClass() {
		this.wire.get("/contrib/statistics")
			.isError(500, error("database_error", "database error: the database failed"))
			.hasHeader("X-Error-Code", "database_error");
	}

	@RestController
	static class FailingDatabase {

		@GetMapping("/contrib/statistics")
		void statistics() throws SQLException {
			throw new SQLException("connection to db.internal refused");
		}

	}

}
