package dev.errata.sample;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The errors of the five systems in the description of their API.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class OpenApiTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	@LocalServerPort
	private int port;

	private JsonNode document;

	@BeforeEach
	void read() {
		Wire.Answer answer = new Wire(this.port).get("/v3/api-docs");
		assertThat(answer.response().statusCode()).isEqualTo(200);
		this.document = JSON.readTree(answer.response().body());
	}

	private JsonNode response(String method, String path, String status) {
		return resolve(this.document.path("paths").path(path).path(method).path("responses").path(status));
	}

	private JsonNode resolve(JsonNode part) {
		return part.has("$ref") ? this.document.requiredAt(part.path("$ref").asString().substring(1)) : part;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					post | /engine/v1/parts      | 400 invalid_request; 401 unauthorized; 403 forbidden; 409 conflict; 415 invalid_request; 429 rate_limited; 500 internal_error; 503 internal_error
					get  | /engine/v1/parts/{id} | 401 unauthorized; 403 forbidden; 404 not_found; 429 rate_limited; 500 internal_error
					post | /engine/v1/programs   | 400 invalid_request; 401 unauthorized; 403 forbidden; 404 not_found; 409 conflict; 415 invalid_request; 422 internal_error; 429 rate_limited; 500 internal_error; 503 internal_error
					""")
	void engineListsTheErrorsOfEachEndpoint(String method, String path, String expected) {
		List<String> errors = new ArrayList<>();
		this.document.path("paths").path(path).path(method).path("responses").propertyNames().forEach((status) -> {
			if (status.startsWith("4") || status.startsWith("5")) {
				errors.add(status + " " + String.join(" ",
						response(method, path, status).at("/content/application~1json/examples").propertyNames()));
			}
		});
		assertThat(String.join("; ", errors)).isEqualTo(expected);
	}

	@Test
	void examplesAreWhatEngineSends() {
		JsonNode response = response("post", "/engine/v1/programs", "422");
		assertThat(resolve(response.at("/content/application~1json/examples/internal_error")).path("value").toString())
			.isEqualTo("{\"error\":{\"code\":\"internal_error\",\"message\":\"The Engine could not work this out.\","
					+ "\"requestId\":\"6f1c2a34-8b0d-4c5e-9f27-3a4b5c6d7e8f\"}}");
		assertThat(this.document.at("/components/schemas/EngineErrorEnvelopeCode/enum").toString())
			.contains("\"conflict\"")
			.doesNotContain("AUTH_MISSING_KEY");
	}

	@Test
	void chatsOfJouleAreDescribed() {
		assertThat(response("post", "/joule/v1/chat/completions", "200").at("/content/*~1*/schema/$ref").asString())
			.isEqualTo("#/components/schemas/Completion");
		assertThat(this.document.at("/components/schemas/Choice/properties").propertyNames()).containsExactly("index",
				"message", "finish_reason");
		assertThat(this.document.at("/components/schemas/Message/properties/content/type").toString())
			.isEqualTo("[\"string\",\"array\"]");
	}

	@Test
	void eachSystemHasItsEnvelope() {
		assertThat(this.document.at("/components/schemas").propertyNames()).contains("JouleErrorEnvelope",
				"EngineErrorEnvelope", "GpuoutletErrorEnvelope", "ContribErrorEnvelope", "AitbcErrorEnvelope");
		assertThat(response("post", "/contrib/contributions", "400").path("headers").propertyNames())
			.contains("X-Error-Code");
		JsonNode paths = this.document.path("paths");
		assertThat(paths.at("/~1aitbc~1v1~1jobs/post/responses").toString()).contains("VALIDATION_MISSING_FIELD");
		assertThat(paths.at("/~1gpuoutlet~1v1~1billing~1checkout/post/responses").toString())
			.contains("invalid_amount");
	}

}
