package dev.errata.catalog;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StandardCode}. Names, statuses and parents are public API.
 */
class StandardCodeTests {

	@Test
	void tree() {
		assertThat(Arrays.stream(StandardCode.values())
			.map((code) -> code.code() + " " + code.status()
					+ ((code.parent() != null) ? " < " + code.parent().code() : ""))
			.collect(Collectors.joining("\n"))).isEqualTo("""
					client_error 400
					bad_request 400 < client_error
					body_missing 400 < bad_request
					malformed_body 400 < bad_request
					malformed_request 400 < bad_request
					request_rejected 400 < bad_request
					api_version_invalid 400 < bad_request
					parameter_missing 400 < bad_request
					parameter_type 400 < bad_request
					idempotency_key_missing 400 < bad_request
					idempotency_key_invalid 400 < bad_request
					validation_failed 400 < bad_request
					field_missing 400 < validation_failed
					field_empty 400 < validation_failed
					field_type 400 < validation_failed
					field_format 400 < validation_failed
					field_range 400 < validation_failed
					field_length 400 < validation_failed
					field_unknown 400 < validation_failed
					field_invalid 400 < validation_failed
					unauthorized 401 < client_error
					credentials_missing 401 < unauthorized
					credentials_invalid 401 < unauthorized
					token_expired 401 < unauthorized
					forbidden 403 < client_error
					csrf_rejected 403 < forbidden
					not_found 404 < client_error
					method_not_allowed 405 < client_error
					not_acceptable 406 < client_error
					request_timeout 408 < client_error
					gone 410 < client_error
					payload_too_large 413 < client_error
					uri_too_long 414 < client_error
					unsupported_media_type 415 < client_error
					conflict 409 < client_error
					concurrent_update 409 < conflict
					duplicate 409 < conflict
					idempotency_in_progress 409 < conflict
					idempotency_outcome_unknown 409 < conflict
					idempotency_response_not_replayable 409 < conflict
					unprocessable 422 < client_error
					idempotency_key_reused 422 < unprocessable
					too_many_requests 429 < client_error
					quota_exceeded 429 < too_many_requests
					headers_too_large 431 < client_error
					server_error 500
					internal_error 500 < server_error
					not_implemented 501 < server_error
					upstream_error 502 < server_error
					service_unavailable 503 < server_error
					idempotency_store_unavailable 503 < service_unavailable
					concurrency_limit 503 < service_unavailable
					timeout 504 < server_error""");
	}

	@ParameterizedTest
	@CsvSource({ "400, bad_request", "401, unauthorized", "403, forbidden", "404, not_found", "405, method_not_allowed",
			"406, not_acceptable", "408, request_timeout", "409, conflict", "410, gone", "413, payload_too_large",
			"414, uri_too_long", "415, unsupported_media_type", "422, unprocessable", "429, too_many_requests",
			"431, headers_too_large", "500, internal_error", "501, not_implemented", "502, upstream_error",
			"503, service_unavailable", "504, timeout", "402, client_error", "418, client_error", "499, client_error",
			"505, server_error", "599, server_error", "200, server_error", "600, server_error", "0, server_error" })
	void codeOfStatus(int status, String code) {
		assertThat(StandardCode.ofStatus(status).code()).isEqualTo(code);
	}

	@ParameterizedTest
	@CsvSource({ "not_found", "NOT_FOUND", "not-found", "NotFound", "notfound", "not found" })
	void lookUpIgnoresCaseAndSeparators(String name) {
		assertThat(StandardCode.find(name)).isSameAs(StandardCode.NOT_FOUND);
	}

	@Test
	void unknownName() {
		assertThat(StandardCode.find("order_shipped")).isNull();
		assertThat(StandardCode.find("")).isNull();
	}

	@ParameterizedTest
	@EnumSource(StandardCode.class)
	void childHasTheClassOfItsRoot(StandardCode code) {
		StandardCode root = code;
		while (root.parent() != null) {
			root = root.parent();
		}
		assertThat(code.status() / 100).isEqualTo(root.status() / 100);
		assertThat(root.isRoot()).isTrue();
		assertThat(code.message()).endsWith(".").isNotBlank();
	}

	@Test
	void codesOfFieldsStandBelowValidation() {
		assertThat(
				Arrays.stream(StandardCode.values()).filter((code) -> code.parent() == StandardCode.VALIDATION_FAILED))
			.allMatch((code) -> code.code().startsWith("field_"))
			.hasSize(8);
	}

	@Test
	void constantOfApplicationNamesCode() {
		assertThat(Problem.ORDER_SHIPPED.code()).isEqualTo("ORDER_SHIPPED");
	}

	enum Problem implements Code {

		ORDER_SHIPPED

	}

}
