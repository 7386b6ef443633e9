package dev.errata.browser;

import java.util.ArrayList;
import java.util.List;

import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Standard codes of invalid inputs in responses with another code, on a real port: the
 * catalog has what is sent.
 */
class InputCodesWireTests extends EveryStackTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), "errata.codes.invalid.status=422",
				"errata.codes.invalid.replaces=validation_failed", "errata.codes.missing.status=422",
				"errata.codes.missing.replaces=field_missing", "errata.browser.counts=true",
				"errata.browser.try-it=/{code}", "errata.contracts.v1.paths=/v1/**",
				"errata.contracts.v1.codes.bad.status=400", "errata.contracts.v1.codes.bad.replaces=client_error",
				"errata.contracts.v2.paths=/v2/**", "errata.contracts.v2.closed=true",
				"errata.contracts.v2.codes.bad.status=400", "errata.contracts.v2.codes.bad.replaces=client_error",
				"errata.contracts.v2.codes.failed.status=500",
				"errata.contracts.v2.codes.failed.replaces=server_error");
	}

	@Test
	void codeThatIsSentIsListed() {
		JsonNode error = JSON.readTree(answer(json("/orders?page=1", "{\"customer\":\"\"}")).body());
		assertThat(error.path("status").asInt()).isEqualTo(422);
		assertThat(error.path("code").asString()).isEqualTo("invalid");
		assertThat(error.at("/errors/0/code").asString()).isEqualTo("field_empty");
		JsonNode listed = JSON.readTree(body("/errors/default/field_empty", "application/json"));
		assertThat(listed.path("standard").asBoolean()).isTrue();
		assertThat(listed.path("responseCode").asString()).isEqualTo("invalid");
		assertThat(listed.path("statuses")).hasSize(1);
		JsonNode status = listed.at("/statuses/0");
		assertThat(status.path("status").asInt()).isEqualTo(422);
		assertThat(status.path("message").asString()).isEqualTo("A field is empty.");
		JsonNode example = JSON.readTree(status.at("/example/body").asString());
		assertThat(example.path("code").asString()).isEqualTo("invalid");
		assertThat(example.path("status").asInt()).isEqualTo(422);
		assertThat(example.at("/errors/0/code").asString()).isEqualTo("field_empty");
	}

	@Test
	void listedCodesOfInputsAreThoseThatCanBeSent() {
		assertThat(ofInputs("default")).containsExactly("field_empty 422 invalid", "field_type 422 invalid",
				"field_format 422 invalid", "field_range 422 invalid", "field_length 422 invalid",
				"field_unknown 422 invalid", "field_invalid 422 invalid");
		assertThat(ofInputs("v1")).containsExactly("parameter_missing 400 bad", "parameter_type 400 bad",
				"field_empty 422 invalid", "field_type 422 invalid", "field_format 422 invalid",
				"field_range 422 invalid", "field_length 422 invalid", "field_unknown 422 invalid",
				"field_invalid 422 invalid");
		assertThat(ofInputs("v2")).isEmpty();
		assertThat(codes("default")).hasSize(2 + 51).doesNotContain("validation_failed", "field_missing");
	}

	@Test
	void parameterInAResponseWithAnotherCodeIsListed() {
		JsonNode error = JSON.readTree(answer(json("/v1/orders", "{}")).body());
		assertThat(error.path("code").asString()).isEqualTo("bad");
		assertThat(error.at("/errors/0/code").asString()).isEqualTo("parameter_missing");
		JsonNode listed = JSON.readTree(body("/errors/v1/parameter_missing", "application/json"));
		JsonNode example = JSON.readTree(listed.at("/statuses/0/example/body").asString());
		assertThat(example.at("/errors/0/code").asString()).isEqualTo("parameter_missing");
		assertThat(answer(get("/errors/v2/parameter_missing")).status()).isEqualTo(404);
	}

	@Test
	void pageSaysWhoseCodeItIs() {
		assertThat(body("/errors/default", "text/html")).contains("<summary>51 standard codes</summary>",
				"A field is empty.");
		assertThat(body("/errors/default/field_empty", "text/html")).contains(
				"<dt>Code of the response</dt><dd><a href=\"../../errors/default/invalid\" rel=\"noopener noreferrer\">invalid</a>",
				"A field is empty.", "HTTP/1.1 422", "&quot;code&quot;: &quot;field_empty&quot;")
			.doesNotContain("Not sent since", "Handle it", "Try it");
		assertThat(body("/errors/default/not_found", "text/html")).contains("Not sent since", "Handle it", "Try it")
			.doesNotContain("Code of the response");
		assertThat(body("/errors?q=field_empty", "text/html")).contains("errors/default/field_empty");
		assertThat(body("/errors/default.md", "*/*")).contains("| `field_empty` | `field_empty` | 422 | A field is");
	}

	@Test
	void addressWithoutContractIsOfTheContractThatListsIt() {
		// of the others, one has it as well
		assertThat(answer(get("/errors/field_empty").header("Accept: text/html")).status()).isEqualTo(200);
		try (Service alone = Service.start(container(), false, List.of(Application.class),
				"errata.codes.invalid.status=422", "errata.codes.invalid.replaces=validation_failed")) {
			assertThat(alone.answer(get("/errors/field_empty")).header("Location"))
				.isEqualTo("../errors/default/field_empty");
			assertThat(alone.answer(get("/errors/FIELD-EMPTY")).header("Location"))
				.isEqualTo("../errors/default/field_empty");
		}
	}

	@Test
	void typesOfErrorsDoNotHaveIt() {
		assertThat(body("/errors/default.ts", "*/*")).contains("\"not_found\"").doesNotContain("field_empty");
		assertThat(JSON.readTree(body("/errors/default.schema.json", "*/*")).at("/$defs/code/enum").toString())
			.contains("\"not_found\"")
			.doesNotContain("field_empty");
	}

	private String body(String path, String accept) {
		return answer(get(path).header("Accept: " + accept)).body();
	}

	private List<String> codes(String contract) {
		List<String> codes = new ArrayList<>();
		JSON.readTree(body("/errors/" + contract + ".json", "*/*"))
			.path("codes")
			.forEach((code) -> codes.add(code.path("code").asString()));
		return codes;
	}

	private List<String> ofInputs(String contract) {
		List<String> codes = new ArrayList<>();
		JSON.readTree(body("/errors/" + contract + ".json", "*/*")).path("codes").forEach((code) -> {
			if (code.has("responseCode")) {
				codes.add(code.path("code").asString() + " " + code.at("/statuses/0/status").asInt() + " "
						+ code.path("responseCode").asString());
			}
		});
		return codes;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Orders.class)
	static class Application {

	}

	record NewOrder(@NotBlank String customer) {
	}

	@RestController
	static class Orders {

		@PostMapping({ "/orders", "/v1/orders" })
		String order(@RequestParam("page") int page, @Valid @RequestBody NewOrder order) {
			return "ordered";
		}

	}

}
