package dev.errata.wire;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.DynamicTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One line of a table: a request, and the one whole document that has to come back for
 * it, byte for byte, in the envelope of {@link WireTests#ENVELOPE}.
 */
public final class Row {

	private final String name;

	private final Exchange exchange;

	private final Map<String, String> headers = new LinkedHashMap<>();

	private int status;

	private String body = "";

	private String errors = "";

	private String details = "";

	private Row(String name, Exchange exchange) {
		this.name = name;
		this.exchange = exchange;
	}

	public static Row row(String name, Exchange exchange) {
		return new Row(name, exchange);
	}

	public Row is(int status, String code, String message) {
		this.status = status;
		this.body = "{\"code\":\"%s\",\"status\":%d,\"message\":\"%s\",\"request_id\":\"%s\"".formatted(code, status,
				message, Exchange.ID);
		return this;
	}

	/**
	 * Expect a violation next to those before, its sentence following the field's name.
	 */
	public Row violation(String field, String code, String message) {
		this.errors += (this.errors.isEmpty() ? "" : ",")
				+ "{\"field\":\"%s\",\"code\":\"%s\",\"message\":\"%s\"}".formatted(field, code, message);
		return this;
	}

	/**
	 * Expect one violation that the message tells as well.
	 */
	public static Row invalid(String name, Exchange exchange, String code, String field, String message) {
		return row(name, exchange).is(400, "validation_failed", field + " " + message).violation(field, code, message);
	}

	public Row details(String json) {
		this.details = json;
		return this;
	}

	/**
	 * Expect a header; {@code null} expects that there is none.
	 */
	public Row with(String header, String value) {
		this.headers.put(header, value);
		return this;
	}

	public DynamicTest test(WireTests tests) {
		return DynamicTest.dynamicTest(this.name, () -> {
			Answer answer = this.exchange.on(tests.port());
			assertThat(answer.body()).as("body of %s", answer).isEqualTo(document());
			assertThat(answer.status()).isEqualTo(this.status);
			assertThat(answer.whole()).isTrue();
			assertThat(answer.header("Content-Type")).isEqualTo("application/json");
			assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
			assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
			assertThat(answer.toString()).doesNotContain(WireTests.SECRET);
			this.headers.forEach((header, value) -> assertThat(answer.header(header)).as(header).isEqualTo(value));
			tests.assertStillServing();
		});
	}

	private String document() {
		return this.body + (this.errors.isEmpty() ? "" : ",\"errors\":[" + this.errors + "]")
				+ (this.details.isEmpty() ? "" : ",\"details\":" + this.details) + "}";
	}

}
