package dev.errata.wire;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.DynamicTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * One line of a table: a request, and the one whole document that has to come back for
 * it, byte for byte, in {@link WireTests#ENVELOPE} or, if it names no message, in
 * {@link WireTests#SHORT_ENVELOPE}.
 */
public final class Row {

	/** What any error may have; a row names what its answer has beside them. */
	private static final Set<String> COMMON = names("Accept", "Allow", "Cache-Control", "Connection", "Content-Length",
			"Content-Type", "Date", "Transfer-Encoding", "Vary", "WWW-Authenticate", "X-Frame-Options", "X-Request-Id");

	/** What one of a secured service may have as well. */
	private static final Set<String> SECURED = names("Access-Control-Allow-Origin", "Expires", "Referrer-Policy",
			"Set-Cookie", "X-Content-Type-Options", "X-XSS-Protection");

	private static Set<String> names(String... names) {
		return Stream.of(names).collect(Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));
	}

	private final String name;

	private final Exchange exchange;

	private final Map<String, String> headers = new LinkedHashMap<>();

	private final Set<String> allowed = new HashSet<>();

	private int status;

	private String body = "";

	private String errors = "";

	private String details = "";

	private boolean foreign;

	private boolean logged;

	private boolean alone;

	private final Map<Container, Consumer<Row>> differences = new EnumMap<>(Container.class);

	private Row(String name, Exchange exchange) {
		this.name = name;
		this.exchange = exchange;
	}

	public static Row row(String name, Exchange exchange) {
		return new Row(name, exchange);
	}

	/**
	 * A request that is named by its target.
	 */
	public static Row row(Exchange exchange) {
		return new Row(exchange.toString(), exchange);
	}

	public Row is(int status, String code, String message) {
		expect(status);
		this.body = "{\"code\":\"%s\",\"status\":%d,\"message\":\"%s\",\"request_id\":\"%s\"".formatted(code, status,
				message, Exchange.ID);
		return this;
	}

	public Row is(int status, String code) {
		expect(status);
		this.body = "{\"code\":\"%s\",\"request_id\":\"%s\"".formatted(code, Exchange.ID);
		return this;
	}

	/**
	 * Expect an answer that is no document of Errata.
	 */
	public Row isForeign(int status, String body) {
		expect(status);
		this.body = body;
		this.foreign = true;
		return this;
	}

	private void expect(int status) {
		this.status = status;
		this.errors = "";
		this.details = "";
		this.foreign = false;
	}

	/**
	 * Expect something else in one container.
	 * @param container the container
	 * @param reason why it differs, for the reader
	 * @param difference says what is expected there
	 */
	public Row on(Container container, String reason, Consumer<Row> difference) {
		assertThat(this.differences.put(container, difference)).as("another difference of %s", container).isNull();
		return this;
	}

	/**
	 * Allow a header whose value is not the row's business.
	 */
	public Row mayHave(String header) {
		this.allowed.add(header);
		return this;
	}

	/**
	 * Leave one container out.
	 * @param container the container
	 * @param reason why
	 */
	public Row except(Container container, String reason) {
		return on(container, reason, (row) -> abort(reason));
	}

	/**
	 * Expect one line in the log of failures.
	 */
	public Row isLoggedOnce() {
		this.logged = true;
		return this;
	}

	/**
	 * Expect one line in the log of failures, and none that an operator would see beside
	 * that of a failed service.
	 */
	public Row isLoggedAlone() {
		this.alone = true;
		return isLoggedOnce();
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
		return test(tests.container(), tests::port, tests::assertStillServing);
	}

	DynamicTest test(Container container, IntSupplier port, Runnable assertStillServing) {
		return DynamicTest.dynamicTest(this.name, () -> {
			this.differences.getOrDefault(container, (row) -> {
			}).accept(this);
			verify(port.getAsInt());
			assertStillServing.run();
		});
	}

	/**
	 * Send the request to a port, and verify what comes back.
	 */
	public void verify(int port) {
		if (!this.logged) {
			verify(this.exchange.on(port));
			return;
		}
		try (Failures failures = Failures.logged()) {
			List<String> complaints = Failures.loggersThatComplain(() -> verify(this.exchange.on(port)));
			assertThat(failures.lines()).hasSize(1);
			if (this.alone) {
				assertThat(complaints)
					.isEqualTo((this.status < 500) ? List.of() : List.of(failures.lines().get(0).getLoggerName()));
			}
		}
	}

	private void verify(Answer answer) {
		assertThat(answer.body()).as("body of %s", answer).isEqualTo(this.foreign ? this.body : document());
		assertThat(answer.status()).isEqualTo(this.status);
		assertThat(answer.whole()).isTrue();
		assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
		if (!this.foreign) {
			assertThat(answer.header("Content-Type")).isEqualTo("application/json");
			assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
			assertThat(answer.headers().keySet()).as("headers of %s", answer)
				.allMatch((header) -> COMMON.contains(header) || this.headers.containsKey(header)
						|| this.allowed.contains(header)
						|| (SECURED.contains(header) && answer.headers().containsKey("X-Frame-Options")));
		}
		assertThat(answer.toString()).doesNotContain(WireTests.SECRET);
		this.headers.forEach((header, value) -> assertThat(answer.header(header)).as(header).isEqualTo(value));
	}

	private String document() {
		return this.body + (this.errors.isEmpty() ? "" : ",\"errors\":[" + this.errors + "]")
				+ (this.details.isEmpty() ? "" : ",\"details\":" + this.details) + "}";
	}

	@Override
	public String toString() {
		return this.name;
	}

}
