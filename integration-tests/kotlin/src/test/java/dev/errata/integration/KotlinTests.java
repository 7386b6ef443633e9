package dev.errata.integration;

import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Controllers in Kotlin, whose failures are those of their twins in Java.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KotlinTests {

	static final String SECRET = WireTests.SECRET;

	private static final String ORDER = "{\"name\":\"n\",\"count\":1,\"customer\":{\"email\":\"e\"}%s}";

	final Service.Container container;

	Service service;

	KotlinTests(Service.Container container) {
		this.container = container;
	}

	@BeforeAll
	void start() {
		List<Class<?>> sources = new ArrayList<>(List.of(Application.class));
		if (this.container.isReactive()) {
			sources.add(KotlinRoutes.class);
		}
		this.service = Service.start(this.container, false, sources, WireTests.ENVELOPE,
				"errata.codes.broken.status=409", "errata.codes.broken.message=It is broken.",
				"errata.codes.broken.exceptions=dev.errata.integration.Broken");
	}

	@AfterAll
	void stop() {
		this.service.close();
	}

	final Stream<DynamicTest> table(Row... rows) {
		return this.service.table(get("/kotlin/fine"), rows);
	}

	/**
	 * Return the tests of rows for what is written in Kotlin and in Java.
	 */
	private Stream<DynamicTest> both(Function<String, Row[]> rows) {
		return Stream.of("/java", "/kotlin").map(rows).flatMap(this::table);
	}

	static Row broken(String path) {
		return row(get(path)).is(409, "broken", "It is broken.").isLoggedOnce();
	}

	static Row failed(String path) {
		return row(get(path)).is(500, "internal_error", "An unexpected error occurred.").isLoggedAlone();
	}

	static Row late(String path) {
		return row(get(path)).is(504, "timeout", "The request took too long.").isLoggedAlone();
	}

	@TestFactory
	Stream<DynamicTest> exceptions() {
		return Stream.concat(both((path) -> new Row[] { broken(path + "/before"), failed(path + "/unknown") }), table(
				broken("/kotlin/after"), broken("/kotlin/elsewhere"), broken("/kotlin/child"), failed("/kotlin/error"),
				failed("/kotlin/fatal"), failed("/kotlin/cyclic"), failed("/kotlin/cancelled"), late("/kotlin/timeout"),
				row(get("/kotlin/status")).is(409, "conflict", "The request conflicts with the state of the resource.")
					.isLoggedOnce(),
				row(get("/kotlin/own")).isForeign(409, "own")
					.on(Service.Container.TOMCAT, "Spring MVC has no exception handlers that suspend",
							(row) -> row.is(500, "internal_error", "An unexpected error occurred.")),
				row(get("/kotlin/null")).isForeign(200, "")));
	}

	@TestFactory
	Stream<DynamicTest> parameters() {
		return both((path) -> new Row[] { missing(get(path + "/parameter"), "Parameter", "name"),
				missing(get(path + "/number"), "Parameter", "number"),
				mistyped(get(path + "/number?number=x"), "Parameter", "number"),
				mistyped(get(path + "/path/x"), "Path variable", "number"),
				row(get(path + "/optional")).isForeign(200, "null 10"),
				mistyped(get(path + "/optional?size=x"), "Parameter", "size"),
				missing(get(path + "/header"), "Header", "X-Tenant"),
				Row.invalid(path + "/min", get(path + "/min?number=0"), "field_range", "number",
						"must be greater than or equal to 1"),
				Row.invalid(path + "/blank", get(path + "/blank?name=%20"), "field_empty", "name",
						"must not be blank") });
	}

	private static Row missing(Exchange exchange, String kind, String name) {
		return row(exchange).is(400, "parameter_missing", kind + " '" + name + "' is missing.")
			.violation(name, "parameter_missing", "is missing");
	}

	private static Row mistyped(Exchange exchange, String kind, String name) {
		return row(exchange).is(400, "parameter_type", kind + " '" + name + "' must be a whole number.")
			.violation(name, "parameter_type", "must be a whole number");
	}

	@TestFactory
	Stream<DynamicTest> valueClasses() {
		return table(row(get("/kotlin/id/1")).isForeign(200, "1"), mistyped(get("/kotlin/id/x"), "Path variable", "id"),
				// Spring creates the value along with the call of the handler, and this
				// is what it looks like
				failed("/kotlin/id/0"), row(json("/kotlin/named", "{\"id\":1,\"name\":\"n\"}")).isForeign(200, "1"),
				Row.invalid("missing id", json("/kotlin/named", "{\"name\":\"n\"}"), "field_missing", "id",
						"is missing"),
				Row.invalid("id of another type", json("/kotlin/named", "{\"id\":\"x\",\"name\":\"n\"}"), "field_type",
						"id", "must be a whole number"),
				Row.invalid("refused id", json("/kotlin/named", "{\"id\":0,\"name\":\"n\"}"), "field_invalid", "id",
						"is not valid"));
	}

	@TestFactory
	Stream<DynamicTest> bodies() {
		return both((path) -> {
			String order = path + "/order";
			return new Row[] { row(json(order, ORDER.formatted(""))).isForeign(200, "plain"),
					missing("name", json(order, "{\"count\":1,\"customer\":{\"email\":\"e\"}}"), "name"),
					missing("count", json(order, "{\"name\":\"n\",\"customer\":{\"email\":\"e\"}}"), "count"),
					missing("customer", json(order, "{\"name\":\"n\",\"count\":1}"), "customer"),
					missing("nested", json(order, "{\"name\":\"n\",\"count\":1,\"customer\":{}}"), "customer.email"),
					missing("in a list", json(order, ORDER.formatted(",\"lines\":[{\"name\":\"n\"},{}]")),
							"lines[1].name"),
					missing("in the root list",
							json(path + "/orders", "[{\"count\":1,\"customer\":{\"email\":\"e\"}}]"), "[0].name"),
					Row.invalid("mistyped", json(order, ORDER.replace("\"count\":1", "\"count\":\"x\"").formatted("")),
							"field_type", "count", "must be a whole number"),
					Row.invalid("blank", json(order, ORDER.replace("\"n\"", "\" \"").formatted("")), "field_empty",
							"name", "must not be blank"),
					Row.invalid("blank within", json(order, ORDER.replace("\"e\"", "\" \"").formatted("")),
							"field_empty", "customer.email", "must not be blank"),
					row("no JSON", json(order, "{")).is(400, "malformed_body",
							"The body is not valid JSON at line 1, column 2."),
					row("no body", json(order, "")).is(400, "body_missing", "The request needs a body.") };
		});
	}

	@TestFactory
	Stream<DynamicTest> explicitNulls() {
		return table(
				missing("name", json("/kotlin/order", "{\"name\":null,\"count\":1,\"customer\":{\"email\":\"e\"}}"),
						"name"),
				missing("nested", json("/kotlin/order", "{\"name\":\"n\",\"count\":1,\"customer\":{\"email\":null}}"),
						"customer.email"),
				missing("count",
						json("/kotlin/order", "{\"name\":\"n\",\"count\":null,\"customer\":{\"email\":\"e\"}}"),
						"count"),
				missing("default", json("/kotlin/order", ORDER.formatted(",\"kind\":null")), "kind"));
	}

	private static Row missing(String name, Exchange exchange, String field) {
		return Row.invalid(name, exchange, "field_missing", field, "is missing");
	}

	@TestFactory
	Stream<DynamicTest> flows() {
		return table(row(get("/kotlin/flow")).isForeign(200, "[{\"name\":\"a\"},{\"name\":\"b\"}]"),
				broken("/kotlin/flow/first"), broken("/kotlin/flow/suspending"), failed("/kotlin/flow/fatal"),
				late("/kotlin/flow/timeout"));
	}

	@TestFactory
	Stream<DynamicTest> flowsThatFailInTheMiddle() {
		return Stream.of("ndjson", "sse").map((kind) -> DynamicTest.dynamicTest(kind, () -> {
			try (Failures failures = Failures.logged()) {
				Answer answer = this.service.answer(get("/kotlin/flow/" + kind).persistent());
				assertThat(answer.status()).isEqualTo(200);
				assertThat(answer.body()).contains("{\"name\":\"a\"}").doesNotContain("broken");
				assertThat(answer.whole()).isFalse();
				assertThat(failures.lines()).hasSize(1);
			}
		}));
	}

	@Test
	void coroutineIsCancelledWhenTheClientLeaves() throws Exception {
		if (!this.container.isReactive()) {
			// the container does not notice before it writes
			return;
		}
		try (Failures failures = Failures.logged()) {
			try (Socket socket = new Socket("localhost", this.service.port())) {
				OutputStream output = socket.getOutputStream();
				output
					.write("GET /kotlin/never HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				output.flush();
				Thread.sleep(300);
			}
			KotlinController controller = this.service.bean(KotlinController.class);
			for (int i = 0; i < 100 && !controller.getCancelled().isCompleted(); i++) {
				Thread.sleep(50);
			}
			assertThat(controller.getCancelled().isCompleted()).isTrue();
			assertThat(failures.lines()).isEmpty();
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ KotlinController.class, JavaController.class })
	static class Application {

	}

}
