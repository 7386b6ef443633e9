package dev.errata.openapi;

import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.errata.error.ErrorCode;
import dev.errata.idempotency.Idempotent;
import dev.errata.idempotency.RunningClaim;
import dev.errata.quota.QuotaProvider;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.servers.Server;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.models.GroupedOpenApi;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.BindParam;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.MatrixVariable;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.multipart.MultipartFile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The errors of operations in the description of an API.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(value = Container.class, names = { "TOMCAT", "NETTY" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiWireTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String[] PROPERTIES = { "springdoc.api-docs.enabled=true",
			"errata.codes.out_of_stock.status=409", "errata.codes.out_of_stock.retryable=true",
			"errata.codes.out_of_stock.retry-after=30s", "errata.codes.shipped=409", "errata.codes[too:late]=409",
			"errata.codes.engine_failed.status=500,503", "errata.codes.engine_failed.at.503.message=Later.",
			"errata.codes.invalid_email.status=422", "errata.codes.invalid_email.constraints=Email.email",
			"errata.codes.too_few.status=422", "errata.codes.too_few.constraints=Min.max_lines,Max.lines.qty",
			"errata.codes.no_tenant.status=404", "errata.codes.no_tenant.constraints=typeMismatch.tenant",
			"errata.codes.no_page.status=422", "errata.codes.no_page.constraints=Min.page-no",
			"errata.codes.no_filter.status=422", "errata.codes.no_filter.constraints=NotBlank.filter-by,Size.tags",
			"errata.quota.headers.X-Left={remaining}", "errata.headers.X-Error-Code={code}",
			"errata.contracts.v1.paths=/v1/**", "errata.contracts.v1.closed=true",
			"errata.contracts.v1.envelope.body={\"error\":{\"type\":\"{code}\",\"family\":\"{family}\","
					+ "\"message\":\"{message}\",\"id\":\"{request-id}\",\"fields\":\"{violations}\",\"v\":1,"
					+ "\"param\":\"{violation.field|null}\",\"null\":\"{null}\",\"kind\":\"{code if status=401|null}\","
					+ "\"either\":\"{status|message|null}\",\"where\":\"{violation.field as location|[]}\","
					+ "\"...\":\"{details as texts}\"}}",
			"errata.contracts.v1.codes.wrong.status=400", "errata.contracts.v1.codes.wrong.replaces=client_error",
			"errata.contracts.v1.codes.failed.status=500", "errata.contracts.v1.codes.failed.replaces=server_error",
			"errata.contracts.v1.codes.out_of_stock=410", "errata.idempotency.enabled=true",
			"errata.idempotency.store=memory", "errata.idempotency.rules.v1.contract=v1" };

	@org.junit.jupiter.params.Parameter
	Container container;

	private Service service;

	private JsonNode document;

	private JsonNode resolved;

	@BeforeParameterizedClassInvocation
	void start() {
		this.service = Service.start(this.container, false, List.of(Application.class), PROPERTIES);
		Answer answer = this.service.answer(Exchange.get("/v3/api-docs"));
		assertThat(answer.status()).isEqualTo(200);
		this.document = JSON.readTree(answer.body());
		this.resolved = SharedParts.resolve(this.document);
	}

	@AfterParameterizedClassInvocation
	void stop() {
		this.service.close();
	}

	private JsonNode responses(String method, String path) {
		return this.resolved.path("paths").path(path).path(method).path("responses");
	}

	private static String errors(JsonNode responses) {
		List<String> errors = new ArrayList<>();
		responses.properties().forEach((response) -> {
			if (response.getKey().compareTo("400") >= 0) {
				response.getValue()
					.path("content")
					.properties()
					.forEach((content) -> errors.add(response.getKey() + " "
							+ String.join(" ", content.getValue().path("examples").propertyNames())));
			}
		});
		return String.join("; ", errors);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					get  | /items/{id}  | 400 parameter_type; 500 internal_error
					get  | /items       | 400 parameter_missing parameter_type validation_failed; 500 internal_error
					get  | /names       | 500 internal_error
					get  | /optional    | 400 parameter_type; 500 internal_error
					get  | /matrix/{id} | 400 parameter_missing parameter_type; 500 internal_error
					post | /text        | 400 body_missing; 500 internal_error
					post | /items       | 400 body_missing malformed_body validation_failed; 409 out_of_stock shipped; 415 unsupported_media_type; 422 invalid_email; 500 internal_error; 503 engine_failed
					post | /checked     | 409 shipped; 500 internal_error
					post | /keyed       | 400 idempotency_key_invalid idempotency_key_missing; 409 idempotency_in_progress idempotency_outcome_unknown idempotency_response_not_replayable; 422 idempotency_key_reused; 500 internal_error; 503 idempotency_store_unavailable
					post | /renamed     | 400 body_missing malformed_body validation_failed; 415 unsupported_media_type; 422 too_few; 500 internal_error
					get  | /renamed     | 400 parameter_missing parameter_type validation_failed; 422 no_page; 500 internal_error
					get  | /filtered    | 400 validation_failed; 422 no_filter; 500 internal_error
					get  | /parts/{part} | 400 parameter_type; 500 internal_error
					get  | /tenants/{tenant} | 404 no_tenant; 500 internal_error
					get  | /several     | 400 parameter_missing parameter_type; 500 internal_error
					get  | /everything  | 400 parameter_missing; 500 internal_error
					post | /upload      | 400 malformed_request parameter_missing; 413 payload_too_large; 415 unsupported_media_type; 500 internal_error
					post | /uploads     | 400 malformed_request parameter_missing; 413 payload_too_large; 415 unsupported_media_type; 500 internal_error
					post | /upload/bare | 400 malformed_request parameter_missing; 413 payload_too_large; 415 unsupported_media_type; 500 internal_error
					post | /upload/any  | 400 malformed_request; 413 payload_too_large; 415 unsupported_media_type; 500 internal_error
					post | /upload/item | 400 malformed_body malformed_request parameter_missing validation_failed; 413 payload_too_large; 415 unsupported_media_type; 422 invalid_email; 500 internal_error
					get  | /odd         | 409 too:late; 500 internal_error
					get  | /common/a    | 409 shipped; 500 internal_error
					get  | /common/b    | 409 out_of_stock; 500 internal_error
					post | /v1/items    | 400 wrong; 409 wrong; 410 out_of_stock; 415 wrong; 422 invalid_email wrong; 500 failed; 503 failed
					""")
	void errorsOfAnOperation(String method, String path, String errors) {
		assertThat(errors(responses(method, path))).isEqualTo(errors);
	}

	@Test
	void examplesAreWhatTheContractSends() {
		JsonNode stock = responses("post", "/items").at("/409/content/application~1problem+json/examples/out_of_stock");
		assertThat(stock.path("value").path("code").asString()).isEqualTo("out_of_stock");
		assertThat(stock.path("value").path("status").asInt()).isEqualTo(409);
		JsonNode failed = responses("post", "/v1/items").at("/500/content/application~1json/examples/failed/value");
		assertThat(failed.toString()).isEqualTo("{\"error\":{\"type\":\"failed\",\"family\":\"failed\","
				+ "\"message\":\"Internal Server Error\",\"id\":\"6f1c2a34-8b0d-4c5e-9f27-3a4b5c6d7e8f\",\"v\":1,"
				+ "\"param\":null,\"null\":null,\"kind\":null,\"either\":500,\"where\":[]}}");
		JsonNode wrong = responses("post", "/v1/items").at("/415/content/application~1json/examples/wrong/value");
		assertThat(wrong.toString())
			.isEqualTo("{\"error\":{\"type\":\"wrong\",\"family\":\"wrong\",\"message\":\"Unsupported Media Type\","
					+ "\"id\":\"6f1c2a34-8b0d-4c5e-9f27-3a4b5c6d7e8f\",\"v\":1,"
					+ "\"param\":null,\"null\":null,\"kind\":null,\"either\":415,\"where\":[]}}");
		assertThat(responses("post", "/items")
			.at("/503/content/application~1problem+json/examples/engine_failed/value/detail")
			.asString()).isEqualTo("Later.");
	}

	@Test
	void examplesHaveAnInvalidInput() {
		JsonNode examples = this.document.at("/components/examples");
		assertThat(examples.at("/DefaultError400.validation_failed/value").toString()).isEqualTo("""
				{"type":"/errors/default/validation_failed","title":"Bad Request","status":400,\
				"detail":"quantity must be at least 1","instance":"/example","code":"validation_failed",\
				"request_id":"6f1c2a34-8b0d-4c5e-9f27-3a4b5c6d7e8f","errors":[{"field":"quantity",\
				"code":"field_range","message":"must be at least 1"}]}""");
		assertThat(examples.at("/DefaultError422.too_few/value/errors").toString())
			.isEqualTo("[{\"field\":\"quantity\",\"code\":\"too_few\",\"message\":\"must be at least 1\"}]");
	}

	@Test
	void headersAreDescribed() {
		assertThat(responses("post", "/items").at("/409/headers").propertyNames())
			.containsExactlyInAnyOrder("X-Request-Id", "X-Left", "X-Error-Code", "Retry-After");
		assertThat(responses("post", "/items").at("/415/headers").propertyNames())
			.containsExactlyInAnyOrder("X-Request-Id", "X-Left", "X-Error-Code");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/keyed            | Idempotency-Key required
			/v1/items         | Idempotency-Key
			/keyed/named      | idempotency-key required
			/keyed/documented | Idempotency-Key by hand
			/keyed/claimed    | Idempotency-Key required
			/checked          |
			""")
	void keyIsAParameterOfRequestsThatMayBearOne(String path, String expected) {
		List<String> keys = new ArrayList<>();
		this.document.path("paths").path(path).path("post").path("parameters").forEach((parameter) -> {
			assertThat(parameter.path("in").asString()).isEqualTo("header");
			keys.add(parameter.path("name").asString() + (parameter.path("required").asBoolean() ? " required" : "")
					+ (parameter.path("description").asString("").equals("By hand.") ? " by hand" : ""));
		});
		assertThat(String.join(", ", keys)).isEqualTo(Objects.requireNonNullElse(expected, ""));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/checked  | 200 | X-Request-Id X-Left
			/checked  | 500 | X-Request-Id X-Left X-Error-Code
			/keyed    | 200 | X-Request-Id X-Left Idempotency-Replayed
			/keyed    | 409 | X-Request-Id X-Left X-Error-Code Retry-After
			/keyed    | 422 | X-Request-Id X-Left Idempotency-Replayed X-Error-Code
			/keyed    | 503 | X-Request-Id X-Left X-Error-Code Retry-After
			/limited  | 429 | X-Request-Id X-Left X-Error-Code Retry-After
			/v1/items | 410 | X-Request-Id X-Left Idempotency-Replayed X-Error-Code
			""")
	void headersOfAnswers(String path, String status, String headers) {
		assertThat(responses("post", path).path(status).path("headers").propertyNames())
			.containsExactlyInAnyOrder(headers.split(" "));
	}

	@Test
	void documentedHeaderStays() {
		JsonNode headers = responses("post", "/documented").path("409").path("headers");
		assertThat(headers.propertyNames()).containsExactlyInAnyOrder("x-request-id", "X-Left", "X-Error-Code",
				"Retry-After");
		assertThat(headers.path("x-request-id").path("description").asString()).isEqualTo("By hand.");
	}

	@Test
	void everyExampleFitsItsSchema() throws Exception {
		ObjectMapper mapper = new ObjectMapper();
		JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
		int examples = 0;
		for (JsonNode item : this.resolved.path("paths")) {
			for (JsonNode operation : item) {
				for (JsonNode response : operation.path("responses")) {
					for (JsonNode content : response.path("content")) {
						ObjectNode schema = (ObjectNode) mapper.readTree(content.path("schema").toString());
						schema.set("components", mapper.readTree(this.document.path("components").toString()));
						JsonSchema validator = factory.getSchema(schema);
						for (JsonNode example : content.path("examples")) {
							if (example.path("value").has("by")) {
								// written by hand
								continue;
							}
							assertThat(validator.validate(mapper.readTree(example.path("value").toString())))
								.as(example.toString())
								.isEmpty();
							examples++;
						}
						if (content.path("schema").path("$ref").asString("").endsWith("Envelope")) {
							assertThat(validator.validate(mapper.readTree("{\"code\":7}"))).isNotEmpty();
						}
					}
				}
			}
		}
		assertThat(examples).isGreaterThan(30);
	}

	@Test
	void operationsReferToErrors() {
		assertThat(this.document.at("/paths/~1v1~1items/post/responses").toString()).isEqualTo("""
				{"200":{"description":"OK","headers":{"X-Request-Id":{"description":"The id of the request.",\
				"schema":{"type":"string"}},"X-Left":{"description":"State of the caller's quota.",\
				"schema":{"type":"string"}},"Idempotency-Replayed":{"description":"`true` if this is the stored \
				response of an earlier request with the same key.","schema":{"type":"string"}}},\
				"content":{"*/*":{"schema":{"type":"string"}}}},\
				"400":{"$ref":"#/components/responses/V1Error400.wrong.replayed"},\
				"409":{"$ref":"#/components/responses/V1Error409.wrong"},\
				"410":{"$ref":"#/components/responses/V1Error410.out_of_stock.replayed"},\
				"415":{"$ref":"#/components/responses/V1Error415.wrong.replayed"},\
				"422":{"$ref":"#/components/responses/V1Error422.invalid_email.wrong.replayed"},\
				"500":{"$ref":"#/components/responses/V1Error500.failed"},\
				"503":{"$ref":"#/components/responses/V1Error503.failed"}}""");
		assertThat(this.document.at("/components/responses/DefaultError409.shipped").toString()).isEqualTo("""
				{"description":"`shipped`","headers":{"X-Request-Id":{"description":"The id of the request.",\
				"schema":{"type":"string"}},"X-Left":{"description":"State of the caller's quota.",\
				"schema":{"type":"string"}},"X-Error-Code":{"schema":{"type":"string"}}},\
				"content":{"application/problem+json":{"schema":{"$ref":"#/components/schemas/DefaultErrorEnvelope"},\
				"examples":{"shipped":{"$ref":"#/components/examples/DefaultError409.shipped"}}}}}""");
		assertThat(this.document.at("/components/examples/DefaultError409.shipped").toString()).isEqualTo("""
				{"summary":"Conflict","value":{"type":"/errors/default/shipped","title":"Conflict","status":409,\
				"detail":"Conflict","instance":"/example","code":"shipped",\
				"request_id":"6f1c2a34-8b0d-4c5e-9f27-3a4b5c6d7e8f"}}""");
	}

	@Test
	void everyReferenceLeadsToAComponent() {
		List<String> references = this.document.findValuesAsString("$ref");
		assertThat(references).hasSizeGreaterThan(100)
			.allMatch((reference) -> reference.startsWith("#/components/"))
			.noneMatch((reference) -> this.document.at(reference.substring(1)).isMissingNode());
		this.document.path("components")
			.forEach((components) -> assertThat(components.propertyNames())
				.allMatch((name) -> name.matches("[A-Za-z0-9._-]+")));
	}

	@Test
	void componentsOfAnApplicationStay() {
		JsonNode responses = this.document.at("/components/responses");
		assertThat(responses.path("DefaultError500.internal_error").toString())
			.isEqualTo("{\"description\":\"By hand.\"}");
		assertThat(this.document.at("/paths/~1names/get/responses/500/$ref").asString())
			.isEqualTo("#/components/responses/DefaultError500.internal_error.2");
		assertThat(responses("get", "/names").at("/500/description").asString()).isEqualTo("`internal_error`");
	}

	@Test
	void envelopeIsAComponentOfEachContract() {
		JsonNode schemas = this.document.at("/components/schemas");
		assertThat(schemas.at("/V1ErrorEnvelopeCode/enum").toString()).contains("\"out_of_stock\"", "\"failed\"")
			.doesNotContain("not_found");
		assertThat(schemas.at("/V1ErrorEnvelope/properties/error/properties/type/$ref").asString())
			.isEqualTo("#/components/schemas/V1ErrorEnvelopeCode");
		assertThat(schemas.at("/DefaultErrorEnvelope/properties/code/$ref").asString())
			.isEqualTo("#/components/schemas/DefaultErrorEnvelopeCode");
	}

	@Test
	void schemasOfAnApplicationStay() {
		try (Service other = Service.start(this.container, false, List.of(Application.class, NamesakeController.class),
				PROPERTIES)) {
			JsonNode json = JSON.readTree(other.answer(Exchange.get("/v3/api-docs")).body());
			JsonNode schemas = json.at("/components/schemas");
			assertThat(schemas.at("/V1ErrorEnvelope/properties").propertyNames()).containsExactly("mine");
			assertThat(schemas.at("/DefaultErrorEnvelopeCode/properties").propertyNames()).containsExactly("mine");
			assertThat(json.at("/paths/~1v1~1namesake/get/responses/200/content/*~1*/schema/$ref").asString())
				.isEqualTo("#/components/schemas/V1ErrorEnvelope");
			assertThat(
					json.at("/components/responses/V1Error500.failed/content/application~1json/schema/$ref").asString())
				.isEqualTo("#/components/schemas/V1ErrorEnvelope2");
			assertThat(schemas.at("/V1ErrorEnvelope2").toString().replace("V1ErrorEnvelope2", "V1ErrorEnvelope"))
				.isEqualTo(this.document.at("/components/schemas/V1ErrorEnvelope").toString());
			assertThat(schemas.at("/DefaultErrorEnvelope2/properties/code/$ref").asString())
				.isEqualTo("#/components/schemas/DefaultErrorEnvelope2Code");
			assertThat(schemas.has("DefaultErrorEnvelope")).isFalse();
			assertThat(json.findValuesAsString("$ref"))
				.noneMatch((reference) -> json.at(reference.substring(1)).isMissingNode());
		}
	}

	@Test
	void whatIsDocumentedStays() {
		JsonNode conflict = responses("post", "/documented").path("409");
		assertThat(conflict.path("description").asString()).isEqualTo("Told by hand.");
		JsonNode examples = conflict.at("/content/application~1problem+json/examples");
		assertThat(examples.propertyNames()).containsExactlyInAnyOrder("shipped", "out_of_stock");
		assertThat(examples.at("/shipped/value").toString()).isEqualTo("{\"by\":\"hand\"}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					words     | {"application/problem+json":{"schema":{"$ref":"#/components/schemas/DefaultErrorEnvelope"},"examples":{"shipped":{"$ref":"#/components/examples/DefaultError409.shipped"}}}}
					operation | {"application/problem+json":{"schema":{"$ref":"#/components/schemas/DefaultErrorEnvelope"},"examples":{"shipped":{"$ref":"#/components/examples/DefaultError409.shipped"}}}}
					empty     | {"application/problem+json":{"schema":{"$ref":"#/components/schemas/DefaultErrorEnvelope"},"examples":{"shipped":{"$ref":"#/components/examples/DefaultError409.shipped"}}}}
					schema    | {"*/*":{"schema":{"$ref":"#/components/schemas/OwnError"}}}
					type      | {"application/problem+json":{"schema":{"$ref":"#/components/schemas/OwnError"}}}
					same      | {"*/*":{"schema":{"$ref":"#/components/schemas/NewItem"}}}
					returned  | {"*/*":{"schema":{"$ref":"#/components/schemas/NewItem"}}}
					advised   | {"*/*":{"schema":{"$ref":"#/components/schemas/AdvisedError"}},"application/problem+json":{"schema":{"$ref":"#/components/schemas/DefaultErrorEnvelope"},"examples":{"gone":{"$ref":"#/components/examples/DefaultError410.gone"}}}}
					""")
	void contentOfAnApplicationStays(String path, String content) {
		JsonNode responses = this.document.path("paths").path("/documented/" + path).path("get").path("responses");
		JsonNode response = responses.path(path.equals("advised") ? "410" : "409");
		assertThat(response.path("description").asString()).isEqualTo("Told by hand.");
		assertThat(response.path("headers").propertyNames()).contains("X-Request-Id");
		assertThat(response.path("content").toString()).isEqualTo(content);
	}

	@Test
	void responseThatRefersToAComponentStays() {
		assertThat(this.document.at("/paths/~1documented~1reference/get/responses/409").toString())
			.isEqualTo("{\"$ref\":\"#/components/responses/Own\"}");
	}

	@Test
	void nothingOfOursShowsBesides() {
		assertThat(this.document.toString()).doesNotContain("x-errata").doesNotContain("RunningClaim");
		assertThat(this.document.path("paths").propertyNames()).noneMatch((path) -> path.startsWith("/errors"));
		assertThat(responses("get", "/names").propertyNames()).containsExactlyInAnyOrder("200", "500");
	}

	@Test
	void pathOfNoContractIsLeftAlone() {
		try (Service elsewhere = Service.start(this.container, false, List.of(Application.class),
				"springdoc.api-docs.enabled=true", "errata.paths=/api/**,/keyed/**", "errata.codes.out_of_stock=409",
				"errata.codes.shipped=409", "errata.codes[too:late]=409", "errata.codes.engine_failed.status=500,503",
				"errata.idempotency.enabled=true", "errata.idempotency.store=memory")) {
			JsonNode json = JSON.readTree(elsewhere.answer(Exchange.get("/v3/api-docs")).body());
			assertThat(json.at("/paths/~1items/get/responses").propertyNames()).containsExactly("200");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void groupHasItsOwnComponents(boolean generic) {
		try (Service other = Service
			.start(this.container, false, List.of(Application.class),
					Stream
						.concat(Arrays.stream(PROPERTIES),
								Stream.of("springdoc.group-configs[0].group=first",
										"springdoc.group-configs[0].paths-to-match=/v1/**",
										"springdoc.override-with-generic-response=" + generic))
						.toArray(String[]::new))) {
			JsonNode json = JSON.readTree(other.answer(Exchange.get("/v3/api-docs/first")).body());
			assertThat(json.path("paths").propertyNames()).containsExactly("/v1/items");
			assertThat(json.at("/paths/~1v1~1items/post/responses").toString())
				.isEqualTo(this.document.at("/paths/~1v1~1items/post/responses").toString());
			assertThat(json.at("/components/examples").propertyNames()).isNotEmpty()
				.allMatch((name) -> name.startsWith("V1Error"));
			assertThat(json.findValuesAsString("$ref"))
				.noneMatch((reference) -> json.at(reference.substring(1)).isMissingNode());
		}
	}

	@Test
	void applicationMayAskForTheOneCustomizerOfSpringdoc() {
		try (Service other = Service.start(this.container, false, List.of(Grouped.class),
				"springdoc.api-docs.enabled=true")) {
			JsonNode json = JSON.readTree(other.answer(Exchange.get("/v3/api-docs/orders")).body());
			assertThat(json.path("info").path("title").asString()).isEqualTo("Orders");
			assertThat(json.at("/paths/~1orders/get/responses").propertyNames()).containsExactlyInAnyOrder("200",
					"500");
		}
	}

	@Test
	void examplesHaveThePathOfTheApplication() {
		assertThat(exampleBelow("/app", Application.class)).isEqualTo("/app/errors/default/shipped");
		assertThat(exampleBelow("", Application.class, Relative.class)).isEqualTo("/api/errors/default/shipped");
		assertThat(exampleBelow("", Application.class, Variable.class)).isEqualTo("/errors/default/shipped");
	}

	private String exampleBelow(String path, Class<?>... sources) {
		try (Service other = Service.start(this.container, false, List.of(sources),
				Stream
					.concat(Arrays.stream(PROPERTIES),
							Stream.of("server.servlet.context-path=" + path, "spring.webflux.base-path=" + path))
					.toArray(String[]::new))) {
			JsonNode json = JSON.readTree(other.answer(Exchange.get(path + "/v3/api-docs")).body());
			return json.at("/components/examples/DefaultError409.shipped/value/type").asString();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "3.0", "3.1" })
	void bothVersionsAreServed(String version) {
		try (Service other = Service.start(this.container, false, List.of(Application.class),
				Stream
					.concat(Arrays.stream(PROPERTIES),
							Stream.of("springdoc.api-docs.version=openapi_" + version.replace('.', '_')))
					.toArray(String[]::new))) {
			JsonNode json = JSON.readTree(other.answer(Exchange.get("/v3/api-docs")).body());
			assertThat(json.path("openapi").asString()).startsWith(version);
			assertThat(json.at("/components/schemas/V1ErrorEnvelope/type").asString()).isEqualTo("object");
			assertThat(json.at("/components/schemas/V1ErrorEnvelope/properties/error/properties/v").toString())
				.isEqualTo("{\"enum\":[1]}");
			JsonNode error = json.at("/components/schemas/V1ErrorEnvelope/properties/error");
			boolean old = version.equals("3.0");
			assertThat(error.at("/properties/param"))
				.hasToString(old ? "{\"type\":\"string\",\"nullable\":true}" : "{\"type\":[\"string\",\"null\"]}");
			assertThat(error.at("/properties/kind/anyOf/1"))
				.hasToString(old ? "{\"nullable\":true,\"enum\":[null]}" : "{\"type\":\"null\",\"enum\":[null]}");
			assertThat(error.at("/properties/where/items/anyOf"))
				.hasToString("[{\"type\":\"string\"},{\"type\":\"integer\"}]");
			assertThat(error.at("/additionalProperties")).hasToString("{\"type\":\"string\"}");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ItemController.class, DocumentedController.class, KeyedController.class, VersionedController.class,
			Advice.class })
	static class Application {

		@Bean
		QuotaProvider quotas() {
			return (request) -> List.of();
		}

		@Bean
		OpenApiCustomizer commonResponse() {
			io.swagger.v3.oas.models.responses.ApiResponse common = new io.swagger.v3.oas.models.responses.ApiResponse()
				.description("By hand.")
				.content(new io.swagger.v3.oas.models.media.Content().addMediaType("application/problem+json",
						new MediaType()));
			return (openApi) -> openApi.getPaths().forEach((path, item) -> {
				if (path.startsWith("/common/")) {
					item.getGet().getResponses().addApiResponse("409", common);
				}
			});
		}

		@Bean
		OpenAPI components() {
			return new OpenAPI().components(new Components()
				.addResponses("DefaultError500.internal_error",
						new io.swagger.v3.oas.models.responses.ApiResponse().description("By hand."))
				.addResponses("Own",
						new io.swagger.v3.oas.models.responses.ApiResponse().description("Told by hand.")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Relative {

		@Bean
		OpenApiCustomizer servers() {
			return (openApi) -> openApi.setServers(List.of(new Server().url("/api/")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Grouped {

		@Bean
		GroupedOpenApi orders(OpenApiCustomizer customizer) {
			return GroupedOpenApi.builder()
				.group("orders")
				.pathsToMatch("/orders")
				.addOpenApiCustomizer(customizer)
				.addOpenApiCustomizer((openApi) -> openApi.getInfo().setTitle("Orders"))
				.build();
		}

		@GetMapping("/orders")
		String list() {
			return "";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Variable {

		@Bean
		OpenApiCustomizer servers() {
			return (openApi) -> openApi.setServers(List.of(new Server().url("https://{host}/{path}")));
		}

	}

	record Part(String number) {
	}

	record NewItem(@NotBlank String name, @Email String email) {
	}

	record Renamed(@JsonProperty("max_lines") @Min(1) int maxLines, List<Line> lines) {
	}

	record Line(@JsonProperty("qty") List<@Max(9) Integer> quantities) {
	}

	record Filter(@BindParam("filter-by") @NotBlank String filterBy, List<@Size(max = 3) String> tags) {
	}

	@ErrorCode("shipped")
	static class ShippedException extends Exception {

	}

	@RestController
	static class ItemController {

		@GetMapping("/items/{id}")
		String item(@PathVariable("id") long id) {
			return "";
		}

		@GetMapping("/items")
		String items(@RequestParam("page") @Min(1) int page) {
			return "";
		}

		@GetMapping("/names")
		String names(@RequestParam(name = "filter", defaultValue = "") String filter) {
			return "";
		}

		@GetMapping("/optional")
		String optional(@RequestParam("page") @Nullable Integer page) {
			return "";
		}

		@GetMapping("/matrix/{id}")
		String matrix(@PathVariable("id") String id, @MatrixVariable("shade") int shade) {
			return "";
		}

		@PostMapping("/text")
		String text(@RequestBody String text) {
			return "";
		}

		@PostMapping("/items")
		@Raises({ "out-of-stock", "shipped", "engine_failed 503" })
		String create(@Valid @RequestBody NewItem item) {
			return "";
		}

		@GetMapping("/parts/{part}")
		String part(@PathVariable("part") Part part) {
			return "";
		}

		@GetMapping("/tenants/{tenant}")
		String tenant(@PathVariable("tenant") Part tenant) {
			return "";
		}

		@GetMapping("/several")
		String several(@RequestParam("ids") List<Long> ids) {
			return "";
		}

		@GetMapping("/everything")
		String everything(@RequestParam Map<String, String> all, @RequestParam("names") List<String> names,
				@RequestHeader HttpHeaders headers) {
			return "";
		}

		@PostMapping("/upload")
		String upload(@RequestPart("file") MultipartFile file) {
			return "";
		}

		@PostMapping("/uploads")
		String uploads(@RequestParam("files") List<MultipartFile> files) {
			return "";
		}

		@PostMapping("/upload/bare")
		String bare(MultipartFile file) {
			return "";
		}

		@PostMapping("/upload/any")
		String any(@RequestParam(name = "file", required = false) MultipartFile file) {
			return "";
		}

		@PostMapping("/upload/item")
		String item(@Valid @RequestPart("item") NewItem item) {
			return "";
		}

		@GetMapping("/common/a")
		@Raises("shipped")
		String commonWithA() {
			return "";
		}

		@GetMapping("/common/b")
		@Raises("out_of_stock")
		String commonWithB() {
			return "";
		}

		@GetMapping("/odd")
		@Raises("too:late")
		String odd() {
			return "";
		}

		@PostMapping("/limited")
		@Raises("quota_exceeded")
		String limited() {
			return "";
		}

		@PostMapping("/renamed")
		String renamed(@Valid @RequestBody Renamed renamed) {
			return "";
		}

		@GetMapping("/renamed")
		String renamed(@RequestParam("page-no") @Min(1) int page) {
			return "";
		}

		@GetMapping("/filtered")
		String filtered(@Valid @ModelAttribute Filter filter) {
			return "";
		}

		@PostMapping("/checked")
		String checked() throws ShippedException, FileNotFoundException {
			return "";
		}

		@PostMapping("/documented")
		@Raises({ "out_of_stock", "shipped" })
		@ApiResponse(responseCode = "409", description = "Told by hand.",
				headers = @Header(name = "x-request-id", description = "By hand."),
				content = @Content(mediaType = "application/problem+json",
						examples = @ExampleObject(name = "shipped", value = "{\"by\":\"hand\"}")))
		String documented() {
			return "";
		}

	}

	record OwnError(String reason) {
	}

	record AdvisedError(String reason) {
	}

	static class RemovedException extends Exception {

	}

	@RestControllerAdvice
	static class Advice {

		@ExceptionHandler
		@ResponseStatus(HttpStatus.GONE)
		AdvisedError removed(RemovedException exception) {
			return new AdvisedError("");
		}

	}

	@RestController
	@RequestMapping("/documented")
	@Raises("shipped")
	static class DocumentedController {

		@GetMapping("/words")
		@ApiResponse(responseCode = "200", description = "Fine.",
				content = @Content(mediaType = "application/json", schema = @Schema(implementation = NewItem.class)))
		@ApiResponse(responseCode = "409", description = "Told by hand.")
		NewItem words() {
			return new NewItem("", "");
		}

		@GetMapping("/operation")
		@Operation(responses = @ApiResponse(responseCode = "409", description = "Told by hand."))
		NewItem operation() {
			return new NewItem("", "");
		}

		@GetMapping("/empty")
		@ApiResponse(responseCode = "409", description = "Told by hand.", content = @Content)
		NewItem empty() {
			return new NewItem("", "");
		}

		@GetMapping("/schema")
		@ApiResponse(responseCode = "409", description = "Told by hand.",
				content = @Content(schema = @Schema(implementation = OwnError.class)))
		NewItem schema() {
			return new NewItem("", "");
		}

		@GetMapping("/type")
		@ApiResponse(responseCode = "409", description = "Told by hand.",
				content = @Content(mediaType = "application/problem+json",
						schema = @Schema(implementation = OwnError.class)))
		NewItem type() {
			return new NewItem("", "");
		}

		@GetMapping("/same")
		@ApiResponse(responseCode = "409", description = "Told by hand.",
				content = @Content(schema = @Schema(implementation = NewItem.class)))
		NewItem same() {
			return new NewItem("", "");
		}

		@GetMapping("/returned")
		@ApiResponse(responseCode = "409", description = "Told by hand.", useReturnTypeSchema = true)
		NewItem returned() {
			return new NewItem("", "");
		}

		@GetMapping("/reference")
		@ApiResponse(responseCode = "409", ref = "Own")
		NewItem reference() {
			return new NewItem("", "");
		}

		@GetMapping("/advised")
		@Raises("gone")
		@ApiResponse(responseCode = "410", description = "Told by hand.")
		NewItem advised() throws RemovedException {
			return new NewItem("", "");
		}

	}

	@RestController
	static class KeyedController {

		@PostMapping("/keyed")
		@Idempotent(required = true)
		String keyed() {
			return "";
		}

		@PostMapping("/keyed/documented")
		@Idempotent(required = true)
		@Parameter(in = ParameterIn.HEADER, name = "Idempotency-Key", description = "By hand.")
		String documented() {
			return "";
		}

		@PostMapping("/keyed/named")
		@Idempotent(required = true)
		String named(@RequestHeader("idempotency-key") String key) {
			return key;
		}

		@PostMapping("/keyed/claimed")
		@Idempotent(required = true)
		String claimed(@Nullable RunningClaim claim) {
			return "";
		}

	}

	@RestController
	@Raises("out_of_stock")
	static class VersionedController {

		@PostMapping("/v1/items")
		String create(@Valid @RequestBody NewItem item) {
			return "";
		}

	}

	/** Has schemas with names that come to mind for others as well. */
	@RestController
	static class NamesakeController {

		@GetMapping("/v1/namesake")
		V1ErrorEnvelope envelope() {
			return new V1ErrorEnvelope("");
		}

		@GetMapping("/namesake")
		DefaultErrorEnvelopeCode code() {
			return new DefaultErrorEnvelopeCode("");
		}

	}

	record V1ErrorEnvelope(String mine) {
	}

	record DefaultErrorEnvelopeCode(String mine) {
	}

}
