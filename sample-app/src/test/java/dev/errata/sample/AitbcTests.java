package dev.errata.sample;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The errors of aitbc as they arise from real input.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class AitbcTests {

	private static final String JOB = "{\"model\":\"llama-8b\",\"prompt\":\"Hello\"%s}";

	@LocalServerPort
	private int port;

	private Wire wire;

	@BeforeEach
	void connect() {
		this.wire = new Wire(this.port).with("X-Api-Key", "aitbc-valid");
	}

	private static String error(String code, String message) {
		return "{\"detail\":\"%s\",\"error_code\":\"%s\",\"request_id\":\"<id>\"}".formatted(message, code);
	}

	private String submit(String member) {
		return id(this.wire.post("/aitbc/v1/jobs", JOB.formatted(member)), "job_");
	}

	private Wire.Answer claim(String job, String miner) {
		return this.wire.post("/aitbc/v1/jobs/" + job + "/claim", "{\"miner_id\":\"" + miner + "\"}");
	}

	private Wire.Answer act(String job, String action) {
		return this.wire.post("/aitbc/v1/jobs/" + job + "/" + action, null);
	}

	private Wire.Answer register(String miner) {
		return this.wire.post("/aitbc/v1/miners", "{\"id\":\"" + miner + "\",\"capacity\":1}");
	}

	private static String id(Wire.Answer answer, String prefix) {
		String body = answer.response().body();
		int start = body.indexOf("\"" + prefix) + 1;
		return body.substring(start, body.indexOf('"', start));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
							{"prompt":"Hello"}                                               | VALIDATION_MISSING_FIELD  | model must not be null
							{"model":"llama-8b"}                                             | VALIDATION_MISSING_FIELD  | prompt must not be blank
							{"model":"llama-8b","prompt":""}                                 | VALIDATION_MISSING_FIELD  | prompt must not be blank
							{"model":"llama-8b","prompt":"Hello","max_tokens":"many"}        | VALIDATION_INVALID_TYPE   | max_tokens must be a whole number
							{"model":"llama-8b","prompt":5}                                  | VALIDATION_INVALID_TYPE   | prompt must be a string
					{"model":true,"prompt":"Hello"}                                  | VALIDATION_INVALID_TYPE   | model must be a string
					{"model":"llama-8b","prompt":"Hello","max_tokens":1.5}           | VALIDATION_INVALID_TYPE   | max_tokens must be a whole number
					{"model":"llama-8b","prompt":"Hello","max_tokens":"5"}           | VALIDATION_INVALID_TYPE   | max_tokens must be a whole number
					{"model":"llama-8b","prompt":["Hello"]}                          | VALIDATION_INVALID_TYPE   | prompt must be a string
							{"model":"llama-8b","prompt":"Hello","max_tokens":0}             | VALIDATION_OUT_OF_RANGE   | max_tokens must be between 1 and 4096
							{"model":"llama-8b","prompt":"Hello","max_tokens":4097}          | VALIDATION_OUT_OF_RANGE   | max_tokens must be between 1 and 4096
							{"model":"llama-8b","prompt":"Hello","deadline":"tomorrow"}      | VALIDATION_INVALID_FORMAT | deadline must be a date and time in ISO 8601
							{"model":"gpt","prompt":"Hello"}                                 | VALIDATION_INVALID_MODEL  | model must be one of llama-8b, llama-70b
							{"model":"llama-8b","prompt":                                    | VALIDATION_INVALID_FORMAT | The body is not valid JSON at line 1, column 30.
							""")
	void eachBrokenRuleHasItsCode(String body, String code, String message) {
		this.wire.post("/aitbc/v1/jobs", body).isError(422, error(code, message));
	}

	@Test
	void promptHasALimit() {
		this.wire.post("/aitbc/v1/jobs", "{\"model\":\"llama-8b\",\"prompt\":\"" + "x".repeat(4001) + "\"}")
			.isError(422, error("VALIDATION_PROMPT_TOO_LONG", "The prompt is too long."));
	}

	@Test
	void missingBodyIsMissing() {
		this.wire.post("/aitbc/v1/jobs", null)
			.isError(422, error("VALIDATION_MISSING_FIELD", "A required field is not there."));
	}

	@Test
	void emptyBalanceStopsWork() {
		new Wire(this.port).with("X-Api-Key", "aitbc-poor")
			.post("/aitbc/v1/jobs", JOB.formatted(""))
			.isError(402, error("PAYMENT_INSUFFICIENT_BALANCE", "The AITBC balance is too low."));
	}

	@Test
	void jobIsClaimedAndCompletedOnce() {
		register("miner-steady");
		String job = submit("");
		act(job, "complete").isError(400, error("JOB_INVALID_STATUS", "A job that is QUEUED must be CLAIMED first."));
		assertThat(claim(job, "miner-steady").response().statusCode()).isEqualTo(200);
		claim(job, "miner-steady").isError(409, error("JOB_ALREADY_CLAIMED", "A miner has claimed this job."));
		assertThat(act(job, "complete").response().statusCode()).isEqualTo(200);
		for (String action : new String[] { "complete", "cancel" }) {
			act(job, action).isError(409, error("JOB_ALREADY_COMPLETED", "This job is completed."));
		}
		claim(job, "miner-steady").isError(409, error("JOB_ALREADY_COMPLETED", "This job is completed."));
	}

	@Test
	void cancelledJobStaysCancelled() {
		String job = submit("");
		assertThat(act(job, "cancel").response().body()).contains("\"status\":\"CANCELLED\"");
		for (String action : new String[] { "complete", "cancel" }) {
			act(job, action).isError(409, error("JOB_ALREADY_CANCELLED", "This job was called off."));
		}
	}

	@Test
	void jobPastItsDeadlineIsGone() {
		register("miner-late");
		String job = submit(",\"deadline\":\"2020-01-01T00:00:00Z\"");
		claim(job, "miner-late").isError(410, error("JOB_EXPIRED", "This job is past its deadline."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "claim", "complete", "cancel" })
	void unknownJobIsNotFound(String action) {
		this.wire.post("/aitbc/v1/jobs/job_0/" + action, "{\"miner_id\":\"miner-1\"}")
			.isError(404, error("JOB_NOT_FOUND", "There is no job 'job_0'."));
	}

	@Test
	void jobIsShown() {
		String job = submit("");
		assertThat(this.wire.get("/aitbc/v1/jobs/" + job).response().body()).contains("\"status\":\"QUEUED\"");
		this.wire.get("/aitbc/v1/jobs/job_0").isError(404, error("JOB_NOT_FOUND", "There is no job 'job_0'."));
	}

	@Test
	void minerIsRegisteredOnce() {
		assertThat(register("miner-once").response().statusCode()).isEqualTo(201);
		register("miner-once").isError(409, error("MINER_ALREADY_REGISTERED", "A miner of this id exists."));
		assertThat(this.wire.get("/aitbc/v1/miners/miner-once").response().statusCode()).isEqualTo(200);
	}

	@Test
	void minerMustBeThereAndHaveRoom() {
		String job = submit("");
		claim(job, "miner-0").isError(404, error("MINER_NOT_FOUND", "There is no miner 'miner-0'."));
		this.wire.get("/aitbc/v1/miners/miner-0")
			.isError(404, error("MINER_NOT_FOUND", "There is no miner 'miner-0'."));
		claim(job, "miner-offline").isError(503, error("MINER_OFFLINE", "The miner does not respond."));
		register("miner-small");
		claim(submit(""), "miner-small");
		claim(job, "miner-small").isError(503, error("MINER_CAPACITY_FULL", "The miner takes no more jobs."));
	}

	@Test
	void receiptIsClaimedOnceWithItsSignature() {
		register("miner-paid");
		String job = submit("");
		claim(job, "miner-paid");
		String receipt = id(act(job, "complete"), "receipt_");
		String claim = "/aitbc/v1/receipts/" + receipt + "/claim";
		this.wire.post(claim, "{\"signature\":\"forged\"}")
			.isError(400, error("RECEIPT_INVALID_SIGNATURE", "The signature does not fit the receipt."));
		String signed = "{\"signature\":\"signature-of-" + receipt + "\"}";
		assertThat(this.wire.post(claim, signed).response().statusCode()).isEqualTo(200);
		this.wire.post(claim, signed)
			.isError(409, error("RECEIPT_ALREADY_CLAIMED", "This receipt was claimed before."));
		assertThat(this.wire.get("/aitbc/v1/receipts/" + receipt).response().body()).contains("\"claimed\":true");
	}

	@Test
	void unknownReceiptIsNotFound() {
		this.wire.get("/aitbc/v1/receipts/receipt_0")
			.isError(404, error("RECEIPT_NOT_FOUND", "There is no receipt 'receipt_0'."));
	}

	@ParameterizedTest
	@CsvSource({ "GET, /aitbc/v1/nothing, JOB_NOT_FOUND, There is no such job.",
			"POST, /aitbc/v1/nothing, JOB_NOT_FOUND, There is no such job.",
			"GET, /aitbc/v1/minersandmore, JOB_NOT_FOUND, There is no such job.",
			"GET, /aitbc/miners, MINER_NOT_FOUND, There is no such miner.",
			"GET, /aitbc/v1/miners/miner-1/jobs, MINER_NOT_FOUND, There is no such miner.",
			"POST, /aitbc/v2/miners/miner-1, MINER_NOT_FOUND, There is no such miner.",
			"GET, /aitbc/v1/receipts, RECEIPT_NOT_FOUND, There is no such receipt.",
			"GET, /aitbc/v1/receipts/1/2/3, RECEIPT_NOT_FOUND, There is no such receipt.",
			"GET, //aitbc/v1/receipts/none, RECEIPT_NOT_FOUND, There is no such receipt.",
			"GET, ///aitbc/v1/miners, MINER_NOT_FOUND, There is no such miner." })
	void unknownPathTellsWhatIsNotThere(String method, String path, String code, String message) {
		this.wire.send(method, path, null).isError(404, error(code, message));
	}

	@Test
	void otherMethodKeepsItsStatus() {
		this.wire.delete("/aitbc/v1/miners/miner-1")
			.isError(405, error("VALIDATION_INVALID_FORMAT", "Method DELETE is not supported here; use GET."))
			.hasHeader("Allow", "GET");
	}

}
