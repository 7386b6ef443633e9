package dev.errata.sample;

import java.util.Base64;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The errors of gpuoutlet as they arise from real input.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class GpuoutletTests {

	@LocalServerPort
	private int port;

	private Wire wire;

	@BeforeEach
	void connect() {
		this.wire = new Wire(this.port).with("Cookie", "session=gpuoutlet-valid");
	}

	private static String error(String code, String message) {
		return "{\"error\":\"%s\",\"message\":\"%s\"}".formatted(code, message);
	}

	private static String error(String code, String message, String details) {
		return "{\"error\":\"%s\",\"message\":\"%s\",\"details\":{%s}}".formatted(code, message, details);
	}

	private Wire.Answer checkout(String amount) {
		return this.wire.post("/gpuoutlet/v1/billing/checkout", "{\"amountCents\":" + amount + "}");
	}

	private Wire.Answer rent(String count, String model) {
		return this.wire.post("/gpuoutlet/v1/rentals", "{\"gpuCount\":%s,\"model\":\"%s\"}".formatted(count, model));
	}

	@ParameterizedTest
	@ValueSource(ints = { 100, 500000 })
	void amountInRangeIsTaken(int amount) {
		checkout(Integer.toString(amount)).isSuccess(200, "{\"status\":\"open\",\"amountCents\":" + amount + "}");
	}

	@ParameterizedTest
	@CsvSource({ "99, must be between 100 and 500000", "500001, must be between 100 and 500000",
			"-1, must be between 100 and 500000", "\"ten\", must be a whole number", "100.5, must be a whole number",
			"99999999999, is out of range" })
	void anyOtherAmountIsInvalid(String amount, String rule) {
		checkout(amount).isError(400,
				error("invalid_amount", "A top-up lies between $1 and $5,000.", "\"amountCents\":\"" + rule + "\""));
	}

	@Test
	void missingAmountFailsValidation() {
		this.wire.post("/gpuoutlet/v1/billing/checkout", "{}")
			.isError(400,
					error("validation_failed", "amountCents must not be null", "\"amountCents\":\"must not be null\""));
	}

	@Test
	void everyInvalidFieldIsInTheDetails() {
		this.wire.post("/gpuoutlet/v1/rentals", "{}")
			.isError(400, error("validation_failed", "gpuCount must not be null",
					"\"gpuCount\":\"must not be null\",\"model\":\"must not be blank\""));
	}

	@Test
	void malformedBodyHasNoDetails() {
		this.wire.post("/gpuoutlet/v1/rentals", "{")
			.isError(400, error("validation_failed", "The body is not valid JSON at line 1, column 2."));
	}

	@Test
	void countIsOneOfFour() {
		rent("3", "h100").isError(400, error("invalid_count", "A rental has 1, 2, 4 or 8 GPUs.", "\"gpuCount\":3"));
		rent("\"many\"", "h100").isError(400,
				error("invalid_count", "A rental has 1, 2, 4 or 8 GPUs.", "\"gpuCount\":\"must be a whole number\""));
	}

	@Test
	void rentedOutGpuIsWorthWaitingFor() {
		rent("1", "b200").isError(503, error("provider_pool_empty", "No provider has this GPU right now."))
			.hasHeader("Retry-After", "30");
	}

	@Test
	void unknownGpuIsUnavailable() {
		rent("1", "abacus")
			.isError(400,
					error("model_unavailable", "Nobody offers this configuration at the moment.",
							"\"model\":\"abacus\""))
			.hasNoHeader("Retry-After");
	}

	@Test
	void walletMustCoverTheCost() {
		this.wire = new Wire(this.port).with("Cookie", "session=gpuoutlet-poor");
		rent("2", "h100").isError(403, error("insufficient_balance", "The wallet does not cover the cost.",
				"\"balanceCents\":40,\"costCents\":500"));
	}

	@Test
	void rentalIsStoppedOnce() {
		String body = rent("4", "h100").response().body();
		String stop = "/gpuoutlet/v1/rentals/" + id(body, "rental_") + "/stop";
		assertThat(this.wire.post(stop, null).response().body()).contains("\"status\":\"stopped\"");
		this.wire.post(stop, null).isError(409, error("already_stopped", "The rental is stopped already."));
	}

	@Test
	void unknownRentalIsNotFound() {
		this.wire.post("/gpuoutlet/v1/rentals/rental_0/stop", null)
			.isError(404, error("rental_not_found", "You have no such rental."));
	}

	@Test
	void keyIsStrongNewAndYours() {
		String ed25519 = "ssh-ed25519 " + Base64.getEncoder().encodeToString(new byte[51]) + " me@example.com";
		Wire.Answer added = add(ed25519);
		assertThat(added.response().statusCode()).isEqualTo(201);
		add(ed25519).isError(400, error("duplicate_key", "This SSH key is registered already."));
		String key = "/gpuoutlet/v1/keys/" + id(added.response().body(), "key_");
		this.wire.delete(key).isSuccess(204, "");
		this.wire.delete(key).isError(404, error("key_not_found", "You have no such SSH key."));
	}

	@ParameterizedTest
	@CsvSource({ "ssh-rsa, 151", "ssh-dss, 400" })
	void weakKeyIsTurnedDown(String type, int length) {
		add(type + " " + Base64.getEncoder().encodeToString(new byte[length])).isError(400,
				error("weak_key", "This SSH key is too weak."));
	}

	@Test
	void strongRsaKeyIsTaken() {
		assertThat(add("ssh-rsa " + Base64.getEncoder().encodeToString(new byte[279])).response().statusCode())
			.isEqualTo(201);
	}

	@Test
	void whatIsNoKeyFailsValidation() {
		add("nonsense").isError(400, error("validation_failed", "publicKey must be an SSH public key",
				"\"publicKey\":\"must be an SSH public key\""));
	}

	private Wire.Answer add(String key) {
		return this.wire.post("/gpuoutlet/v1/keys", "{\"publicKey\":\"" + key + "\"}");
	}

	private static String id(String body, String prefix) {
		int start = body.indexOf(prefix);
		return body.substring(start, body.indexOf('"', start));
	}

	@ParameterizedTest
	@ValueSource(strings = { "nobody", "", "two words@example.com" })
	void loginCodeIsForAnAddress(String email) {
		new Wire(this.port).post("/gpuoutlet/v1/auth/code", "{\"email\":\"" + email + "\"}")
			.isError(400, error("invalid_email", "This is not an e-mail address.",
					"\"email\":\"must be a well-formed email address\""));
	}

	@Test
	void nextLoginCodeTakesAWhile() {
		Wire anonymous = new Wire(this.port);
		anonymous.post("/gpuoutlet/v1/auth/code", "{\"email\":\"me@example.com\"}").isSuccess(202, "");
		anonymous.post("/gpuoutlet/v1/auth/code", "{\"email\":\"me@example.com\"}")
			.isError(429, error("code_request_rate_limited", "A login code was sent a moment ago."))
			.hasHeader("Retry-After", "30");
	}

	@Test
	void unknownPathIsNotFound() {
		this.wire.get("/gpuoutlet/v1/nothing").isError(404, error("not_found", "There is nothing here."));
	}

}
