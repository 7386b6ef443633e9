package dev.errata.matrix;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import org.junit.jupiter.api.DynamicTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request and the answer that has to come back for it on every platform, byte for byte.
 */
final class Row {

	private final String name;

	private final Exchange exchange;

	private final Map<String, String> headers = new LinkedHashMap<>();

	private final Map<Server, Consumer<Row>> differences = new EnumMap<>(Server.class);

	private int status;

	private String body = "";

	private String violations = "";

	private boolean document;

	private boolean beginning;

	private boolean cut;

	private boolean anyId;

	private boolean foreign;

	private Row(String name, Exchange exchange) {
		this.name = name;
		this.exchange = exchange;
	}

	static Row row(String name, Exchange exchange) {
		return new Row(name, exchange);
	}

	/**
	 * Expect an error in the envelope of the service.
	 */
	Row fails(int status, String code, String message) {
		return sends(status, "{\"code\":\"%s\",\"status\":%d,\"message\":\"%s\",\"request_id\":\"%s\"".formatted(code,
				status, message, Exchange.ID), true);
	}

	/**
	 * Expect an invalid input next to those before.
	 */
	Row violates(String field, String code, String message) {
		this.violations += (this.violations.isEmpty() ? "" : ",")
				+ "{\"field\":\"%s\",\"code\":\"%s\",\"message\":\"%s\"}".formatted(field, code, message);
		return this;
	}

	/**
	 * Expect an answer that is no error of the default contract.
	 */
	Row sends(int status, String body) {
		return sends(status, body, false);
	}

	private Row sends(int status, String body, boolean document) {
		this.status = status;
		this.body = body;
		this.document = document;
		this.violations = "";
		return this;
	}

	/**
	 * Expect the beginning of a long document.
	 */
	Row begins(String body) {
		this.beginning = true;
		return sends(200, body);
	}

	/**
	 * Expect an answer that never looks whole.
	 */
	Row isCut() {
		this.cut = true;
		return sends(200, "");
	}

	/**
	 * Expect an answer of which nothing but the status is known.
	 */
	Row isForeign(int status) {
		this.foreign = true;
		return sends(status, "");
	}

	/**
	 * Expect an id that the service has generated, for that of the request may not be
	 * known yet.
	 */
	Row hasAnyId() {
		this.anyId = true;
		return this;
	}

	/**
	 * Expect a header that begins as given; {@code null} expects that there is none.
	 */
	Row with(String header, String value) {
		this.headers.put(header, value);
		return this;
	}

	/**
	 * Expect something else on one server.
	 * @param server the server
	 * @param reason why it differs, for the reader
	 * @param difference says what is expected there
	 */
	Row on(Server server, String reason, Consumer<Row> difference) {
		this.differences.put(server, difference);
		return this;
	}

	DynamicTest test(Server server, int port) {
		return DynamicTest.dynamicTest(this.name, () -> {
			this.differences.getOrDefault(server, (row) -> {
			}).accept(this);
			verify(this.exchange.on(port));
		});
	}

	private void verify(Answer answer) {
		assertThat(answer.status()).isEqualTo(this.status);
		if (!this.foreign) {
			verifyDocument(answer);
		}
	}

	private void verifyDocument(Answer answer) {
		String id = answer.header("X-Request-Id");
		if (this.anyId) {
			this.body = this.body.replace("\"" + Exchange.ID + "\"", "\"" + id + "\"");
		}
		else {
			assertThat(id).isEqualTo(Exchange.ID);
		}
		String closing = (this.violations.isEmpty() ? "" : ",\"violations\":[" + this.violations + "]") + "}";
		if (this.beginning) {
			assertThat(answer.body()).startsWith(this.body);
		}
		else if (!this.cut) {
			boolean head = this.exchange.toString().startsWith("HEAD ");
			assertThat(answer.body()).as("body of %s", answer)
				.isEqualTo(head ? "" : this.document ? this.body + closing : this.body);
		}
		assertThat(answer.whole()).isEqualTo(!this.cut);
		if (this.document) {
			assertThat(answer.header("Content-Type")).isEqualTo("application/json");
			assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
			assertThat(answer.header("Content-Length")).isEqualTo(String.valueOf((this.body + closing).length()));
		}
		this.headers.forEach((header, value) -> {
			if (value == null) {
				assertThat(answer.header(header)).as(header).isNull();
			}
			else {
				assertThat(answer.header(header)).as(header).startsWith(value);
			}
		});
	}

	/**
	 * What the service runs on.
	 */
	enum Server {

		TOMCAT, JETTY, NETTY,

		/** A Tomcat that others have started. */
		WAR

	}

}
