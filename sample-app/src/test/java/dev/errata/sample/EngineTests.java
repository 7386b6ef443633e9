package dev.errata.sample;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The errors of engine as they arise from real input.
 */
@Tag("full")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class EngineTests {

	@LocalServerPort
	private int port;

	private Wire wire;

	@BeforeEach
	void connect() {
		this.wire = new Wire(this.port).with("Authorization", "Bearer engine-valid");
	}

	private static String error(String code, String message) {
		return "{\"error\":{\"code\":\"%s\",\"message\":\"%s\",\"requestId\":\"<id>\"}}".formatted(code, message);
	}

	private String upload(String name) {
		String body = this.wire.withNewKey().post("/engine/v1/parts", "{\"name\":\"" + name + "\"}").response().body();
		return body.substring(body.indexOf("part_"), body.indexOf("\","));
	}

	private Wire.Answer program(String part) {
		return this.wire.withNewKey().post("/engine/v1/programs", "{\"partId\":\"" + part + "\"}");
	}

	@Test
	void partMustBeReadyBeforeAProgramIsMade() {
		String part = upload("bracket");
		program(part).isError(409, error("conflict", "Part '" + part + "' is still being processed."));
		this.wire.get("/engine/v1/parts/" + part)
			.isSuccess(200, "{\"id\":\"" + part + "\",\"name\":\"bracket\",\"status\":\"ready\"}");
		assertThat(program(part).response().statusCode()).isEqualTo(201);
	}

	@Test
	void unknownPartIsNotFound() {
		program("part_0").isError(404, error("not_found", "There is no part 'part_0'."));
		this.wire.get("/engine/v1/parts/part_0").isError(404, error("not_found", "There is no part 'part_0'."));
	}

	@Test
	void engineThatFindsNoResultIsFinal() {
		String part = upload("impossible");
		this.wire.get("/engine/v1/parts/" + part);
		program(part).isError(422, error("internal_error", "The Engine could not work this out."));
	}

	@Test
	void engineThatIsAwayIsUnavailable() {
		String part = upload("unreachable");
		this.wire.get("/engine/v1/parts/" + part);
		program(part).isError(503, error("internal_error", "The Engine cannot be reached."));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{}            | name must not be blank
			{"name":" "}  | name must not be blank
			{"name":[]}   | name must be a string
			{"name"       | The body is not valid JSON at line 1, column 8.
			""")
	void malformedInputIsAnInvalidRequest(String body, String message) {
		this.wire.withNewKey().post("/engine/v1/parts", body).isError(400, error("invalid_request", message));
	}

	@Test
	void missingBodyIsAnInvalidRequest() {
		this.wire.withNewKey()
			.post("/engine/v1/parts", null)
			.isError(400, error("invalid_request", "The request is malformed."));
	}

	@Test
	void otherMethodIsAnInvalidRequest() {
		this.wire.delete("/engine/v1/parts")
			.isError(405, error("invalid_request", "Method DELETE is not supported here; use POST."))
			.hasHeader("Allow", "POST");
	}

	@Test
	void unknownPathIsNotFound() {
		this.wire.get("/engine/v1/nothing").isError(404, error("not_found", "There is no such resource."));
	}

}
