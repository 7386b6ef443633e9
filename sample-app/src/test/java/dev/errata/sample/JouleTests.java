package dev.errata.sample;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The errors of joule as they arise from real input.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "errata.limits.async-timeout.joule-inference.timeout=2s",
				"errata.limits.async-timeout.joule-batch.timeout=2500ms" })
class JouleTests {

	private static final String CHAT = "/joule/v1/chat/completions";

	private static final boolean ON_WEBFLUX = !ClassUtils.isPresent("org.springframework.web.servlet.DispatcherServlet",
			null);

	/** Spring WebFlux reads lines of JSON as well. */
	private static final String READABLE = "application/json, application/*+json"
			+ (ON_WEBFLUX ? ", application/x-ndjson" : "");

	@LocalServerPort
	private int port;

	private Wire wire;

	@BeforeEach
	void connect() {
		this.wire = new Wire(this.port).with("Authorization", "Bearer joule-valid");
	}

	private static String error(String type, String message, int status) {
		return "{\"error\":{\"type\":\"%s\",\"message\":\"%s\",\"code\":%d,\"request_id\":\"<id>\"}}".formatted(type,
				message, status);
	}

	private static String chat(String model) {
		return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}".formatted(model);
	}

	private static String chatWith(String member) {
		return "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],%s}".formatted(member);
	}

	@Test
	void chatIsAnswered() {
		assertThat(completion(chat("auto")))
			.matches("\\{\"id\":\"chatcmpl-[0-9a-f-]{36}\",\"object\":\"chat.completion\",\"created\":\\d{10},"
					+ "\"model\":\"auto\",\"choices\":\\[\\{\"index\":0,\"message\":\\{\"role\":\"assistant\","
					+ "\"content\":\"Hello\"},\"finish_reason\":\"stop\"}],\"usage\":\\{\"prompt_tokens\":1,"
					+ "\"completion_tokens\":1,\"total_tokens\":2},\"receipt\":\"rcpt_\\d+\"}");
	}

	@Test
	void messageMayComeInParts() {
		String parts = """
				{"model":"auto","messages":[{"role":"user","content":[{"type":"text","text":"Hello "},
				{"type":"image_url","image_url":{"url":"https://example.com/cat.png"}},
				{"type":"text","text":"cat"}]}]}""";
		assertThat(completion(parts)).contains("\"content\":\"Hello cat\"");
		assertThat(completion("{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":[]}]}"))
			.contains("\"content\":\"\"")
			.contains("\"completion_tokens\":0");
	}

	private String completion(String request) {
		Wire.Answer answer = this.wire.post(CHAT, request);
		assertThat(answer.response().statusCode()).isEqualTo(200);
		return answer.response().body();
	}

	@Test
	void streamSendsWordByWord() {
		Wire.Answer answer = this.wire.post(CHAT, streamed("auto", "Hello  big world"));
		assertThat(answer.response().statusCode()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
		String chunk = "data:{\"id\":\"<id>\",\"object\":\"chat.completion.chunk\",\"created\":<seconds>,"
				+ "\"model\":\"auto\",\"choices\":[{\"index\":0,\"delta\":%s}]}\n\n";
		assertThat(answer.response()
			.body()
			.replaceAll("chatcmpl-[0-9a-f-]{36}", "<id>")
			.replaceAll("\"created\":\\d{10}", "\"created\":<seconds>"))
			.isEqualTo(Stream
				.of("{\"role\":\"assistant\",\"content\":\"Hello  \"},\"finish_reason\":null",
						"{\"role\":\"assistant\",\"content\":\"big \"},\"finish_reason\":null",
						"{\"role\":\"assistant\",\"content\":\"world\"},\"finish_reason\":null",
						"{},\"finish_reason\":\"stop\"")
				.map(chunk::formatted)
				.collect(Collectors.joining()) + "data:[DONE]\n\n");
	}

	@Test
	void chatWithAKeyIsAnsweredOnce() {
		Wire keyed = this.wire.withNewKey();
		String chat = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
		Wire.Answer first = keyed.post(CHAT, chat).hasNoHeader("Idempotency-Replayed");
		keyed.post(CHAT, chat)
			.isSuccess(200, first.response().body())
			.hasHeader("Idempotency-Replayed", "true")
			.hasHeader("Content-Type", first.header("Content-Type"));
		keyed.post(CHAT, chat.replace("Hello", "World"))
			.isError(422, error("unprocessable_entity", "The Idempotency-Key was used with another request.", 422));
		this.wire.with("Idempotency-Key", "a b")
			.post(CHAT, chat)
			.isError(400, error("bad_request", "The Idempotency-Key header is not well-formed.", 400));
	}

	@Test
	void streamWithAKeyIsNotRepeated() {
		Wire keyed = this.wire.withNewKey();
		assertThat(keyed.post(CHAT, streamed("auto", "Hello")).response().body()).endsWith("data:[DONE]\n\n");
		Wire.Answer second = keyed.post(CHAT, streamed("auto", "Hello"));
		assertThat(second.response().statusCode()).isEqualTo(409);
	}

	@Test
	void streamThatFailsBeforeItsFirstWordIsAnError() {
		this.wire.post(CHAT, streamed("broken", "Hello"))
			.isError(500, error("internal_error", "Something broke on our side.", 500));
		this.wire.post(CHAT, streamed("slow", "Hello"))
			.isError(504, error("timeout", "The request ran out of time.", 504));
	}

	@Test
	void streamThatFailsInTheMiddleEndsWithTheError() {
		Wire.Answer answer = this.wire.post(CHAT, streamed("flaky", "Hello world"));
		assertThat(answer.response().statusCode()).isEqualTo(200);
		assertThat(answer.response().body()).startsWith("data:{\"id\":\"chatcmpl-")
			.containsOnlyOnce("\"content\":\"Hello \"")
			.endsWith("}]}\n\ndata: " + error("upstream_error", "The provider of the model failed.", 502)
				.replace("<id>", answer.header("X-Request-Id")) + "\n\n");
	}

	private static String streamed(String model, String text) {
		return "{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
			.formatted(model, text);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
							{"messages":[{"role":"user","content":"Hello"}]}                  | model must not be null
							{"model":"auto"}                                                  | messages must not be empty
							{"model":"auto","messages":null}                                  | messages must not be empty
							{"model":"auto","messages":[{"role":"user"}]}                     | messages[0].content must not be null
							{"model":"gpt","messages":[{"role":"user","content":"Hello"}]}    | model must be one of auto, green-7b, green-70b, flaky, slow, broken
							{"model":"auto","messages":[null]}                                | messages[0] must not be null
							{"model":"auto","messages":[{"role":"user","content":null}]}      | messages[0].content must not be null
							{"model":"auto","messages":[{"role":"user","content":[null]}]}    | messages[0].content[0] must not be null
							{"model":"auto","messages":[{"role":"user","content":[{}]}]}      | messages[0].content[0].type must not be null
					{"model":                                                         | The body is not valid JSON at line 1, column 10.
							[]                                                                | The body must be an object.
							""")
	void whatCannotBeUnderstoodIsABadRequest(String body, String message) {
		this.wire.post(CHAT, body).isError(400, error("bad_request", message, 400));
	}

	@Test
	void missingBodyIsABadRequest() {
		this.wire.post(CHAT, null)
			.isError(400, error("bad_request", "The request is not one this endpoint understands.", 400));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
							{"model":"auto","messages":[]}                                    | messages must not be empty
							{"model":"auto","messages":[{"role":"user","content":5}]}         | messages[0].content must be a string
							{"model":"auto","messages":[{"role":"user","content":{}}]}        | messages[0].content must be a string
							{"model":"auto","messages":[{"role":"user","content":["Hello"]}]} | messages[0].content[0] must be an object
							{"model":"auto","messages":[{"role":"user","content":[{"type":"text","text":5}]}]} | messages[0].content[0].text must be a string
					{"model":"auto","messages":"Hello"}                               | messages must be a list
							{"model":"auto","messages":[{"role":"queen","content":"Hello"}]}  | messages[0].role must be one of developer, system, user, assistant, tool
							""")
	void whatMakesNoSenseIsUnprocessable(String body, String message) {
		this.wire.post(CHAT, body).isError(422, error("unprocessable_entity", message, 422));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
							"max_tokens":-1                                                   | max_tokens must be greater than 0
							"max_completion_tokens":0                                         | max_tokens must be greater than 0
							"stream":"yes"                                                    | stream must be true or false
							"max_tokens":"many"                                               | max_tokens must be a whole number
							"max_tokens":99999999999                                          | max_tokens is out of range
							"tools":{}                                                        | tools must be a list
							"tools":[null]                                                    | tools[0] must not be null
					"tools":[{"type":"function"}]                                     | tools[0].function must not be null
							"tools":[{"function":{"name":"f"}}]                               | tools[0].type must not be null
							"tools":[{"type":"function","function":{}}]                       | tools[0].function.name must not be blank
							"tools":[{"type":"function","function":{"name":"f","parameters":{}}}] | tools[0].function.parameters.type must not be null
							"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"list"}}}] | tools[0].function.parameters.type must be object
							"tools":[{"type":"function","function":{"name":"f","parameters":"none"}}] | tools[0].function.parameters must be an object
							""")
	void brokenToolsAndNumbersAreUnprocessable(String member, String message) {
		this.wire.post(CHAT, chatWith(member)).isError(422, error("unprocessable_entity", message, 422));
	}

	@Test
	void failureOfTheProviderIsToldWithoutItsWords() {
		this.wire.post(CHAT, chat("flaky"))
			.isError(502, error("upstream_error", "The provider of the model failed.", 502));
	}

	@Test
	void slowModelRunsOutOfTime() {
		this.wire.post(CHAT, chat("slow")).isError(504, error("timeout", "The request ran out of time.", 504));
	}

	@Test
	void slowBatchRunsOutOfTime() {
		String body = "{\"chats\":[%s,%s]}";
		this.wire.post("/joule/v1/batches", body.formatted(chat("auto"), chat("slow")))
			.isError(504, error("timeout", "The request ran out of time.", 504));
		this.wire.post("/joule/v1/batches", body.formatted(chat("auto"), chat("auto")))
			.isSuccess(200, "{\"completed\":2}");
	}

	@Test
	void bugIsAnInternalErrorThatTellsNothing() {
		this.wire.post(CHAT, chat("broken"))
			.isError(500, error("internal_error", "Something broke on our side.", 500))
			.hasHeader("X-Joule-Budget-Cap", "10000");
	}

	@Test
	void emptyBalanceStopsWork() {
		Wire poor = new Wire(this.port).with("Authorization", "Bearer joule-poor");
		String body = error("insufficient_balance", "The account has no balance left.", 402);
		poor.post(CHAT, chat("auto")).isError(402, body);
		poor.post("/joule/v1/workloads", "{\"name\":\"poor\"}").isError(402, body);
	}

	@Test
	void spentEnergyTellsWhenTheNextWindowBegins() {
		Wire.Answer answer = new Wire(this.port).with("Authorization", "Bearer joule-over-budget")
			.post(CHAT, chat("auto"))
			.isError(429, error("energy_budget_exceeded", "The energy budget is used up.", 429));
		assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 3600);
		assertThat(Long.parseLong(answer.header("X-Joule-Budget-Reset")))
			.isGreaterThan(System.currentTimeMillis() / 1000);
	}

	@Test
	void workloadsAreUniqueAndGoAway() {
		this.wire.post("/joule/v1/workloads", "{\"name\":\"night-batch\"}")
			.isSuccess(201, "{\"name\":\"night-batch\"}");
		this.wire.post("/joule/v1/workloads", "{\"name\":\"night-batch\"}")
			.isError(409, error("conflict", "There is a workload 'night-batch' already.", 409));
		this.wire.get("/joule/v1/workloads/night-batch").isSuccess(200, "{\"name\":\"night-batch\"}");
		this.wire.delete("/joule/v1/workloads/night-batch").isSuccess(204, "");
		String gone = error("not_found", "There is no workload 'night-batch'.", 404);
		this.wire.delete("/joule/v1/workloads/night-batch").isError(404, gone);
		this.wire.get("/joule/v1/workloads/night-batch").isError(404, gone);
	}

	@Test
	void nameOfAWorkloadHasAFormat() {
		this.wire.post("/joule/v1/workloads", "{\"name\":\"Night Batch\"}")
			.isError(422,
					error("unprocessable_entity", "name must consist of lower-case letters, digits and hyphens", 422));
	}

	@Test
	void receiptIsVerifiedOnce() {
		String body = this.wire.post(CHAT, chat("auto")).response().body();
		String id = body.substring(body.indexOf("rcpt_"), body.lastIndexOf("\"}"));
		this.wire.get("/joule/v1/receipts/" + id).isSuccess(200, "{\"id\":\"" + id + "\",\"verified\":false}");
		this.wire.post("/joule/v1/receipts/" + id + "/verify", null)
			.isSuccess(200, "{\"id\":\"" + id + "\",\"verified\":true}");
		this.wire.post("/joule/v1/receipts/" + id + "/verify", null)
			.isError(409, error("conflict", "Receipt '" + id + "' is verified already.", 409));
	}

	@Test
	void unknownThingsAreNotFound() {
		this.wire.get("/joule/v1/receipts/rcpt_0")
			.isError(404, error("not_found", "There is no receipt 'rcpt_0'.", 404));
		this.wire.post("/joule/v1/receipts/rcpt_0/verify", null)
			.isError(404, error("not_found", "There is no receipt 'rcpt_0'.", 404));
		this.wire.get("/joule/v1/models/gpt").isError(404, error("not_found", "There is no model 'gpt'.", 404));
		this.wire.get("/joule/v1/nothing").isError(404, error("not_found", "There is nothing at this address.", 404));
	}

	@Test
	void modelsAreListed() {
		String auto = "{\"id\":\"auto\",\"object\":\"model\",\"created\":1767225600,\"owned_by\":\"joule\"}";
		assertThat(this.wire.get("/joule/v1/models").response().body())
			.startsWith("{\"object\":\"list\",\"data\":[" + auto + ",");
		this.wire.get("/joule/v1/models/auto").isSuccess(200, auto);
	}

	@Test
	void smallObjectIsStored() {
		upload(1000).isSuccess(200, "{\"name\":\"weights\",\"size\":1000}");
	}

	@ParameterizedTest
	@ValueSource(ints = { 52_428_801, 60_000_000 })
	void largeObjectIsTooLarge(int size) {
		upload(size).isError(413, error("payload_too_large", "The body is larger than this endpoint takes.", 413));
	}

	private Wire.Answer upload(int size) {
		String body = "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"weights\"\r\n\r\n"
				+ "w".repeat(size) + "\r\n--edge--\r\n";
		return this.wire.send("PUT", "/joule/v1/objects/weights", "multipart/form-data; boundary=edge", body);
	}

	@Test
	void chatTakesLessThanTheObjectStore() {
		String large = chatWith("\"user\":\"%s\"".formatted("u".repeat(10 * 1024 * 1024)));
		this.wire.post(CHAT, large)
			.isError(413, error("payload_too_large", "The body is larger than this endpoint takes.", 413));
	}

	@Test
	void missingPartIsABadRequest() {
		this.wire.send("PUT", "/joule/v1/objects/weights", "multipart/form-data; boundary=edge", "--edge--\r\n")
			.isError(400, error("bad_request", "Part 'file' is missing.", 400));
	}

	@Test
	void truthfulStatusIsKeptWhereTheContractHasNoCode() {
		this.wire.delete(CHAT)
			.isError(405, error("bad_request", "Method DELETE is not supported here; use POST.", 405))
			.hasHeader("Allow", "POST");
		this.wire.send("POST", CHAT, "text/plain", "Hello")
			.isError(415, error("bad_request",
					"Content type 'text/plain' is not supported here; send " + READABLE + ".", 415));
	}

	@Test
	void budgetIsToldOnEveryAnswer() {
		for (Wire.Answer answer : new Wire.Answer[] { this.wire.get("/joule/v1/models"),
				this.wire.get("/joule/raise/conflict"), this.wire.post(CHAT, "{") }) {
			assertThat(answer.header("X-Joule-Budget-Used")).matches("\\d+");
			assertThat(answer.header("X-Joule-Budget-Cap")).isEqualTo("10000");
			assertThat(answer.header("X-Joule-Budget-Reset")).matches("\\d{10}");
		}
	}

}
