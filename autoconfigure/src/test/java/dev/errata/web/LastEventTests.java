package dev.errata.web;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.Connection;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of streams that fail after their beginning, under contracts that have a last
 * event and one that has none.
 */
public abstract class LastEventTests {

	protected static final String ERROR = "{\"error\":{\"code\":\"order_shipped\",\"message\":\"Gone.\",\"id\":\"r-1\"}}";

	protected static final String EVENT = "data: " + ERROR + "\n\n";

	protected static final String INTERNAL = "data: {\"error\":{\"code\":\"internal_error\","
			+ "\"message\":\"An unexpected error occurred.\",\"id\":\"r-1\"}}\n\n";

	protected static final String TIMEOUT = "{\"error\":{\"code\":\"timeout\","
			+ "\"message\":\"The request took too long.\",\"id\":\"r-1\"}}";

	private static final List<String> CONTRACTS = List.of("errata.codes.order_shipped.status=409",
			"errata.codes.order_shipped.message=Gone.",
			"errata.envelope.body={\"error\":{\"code\":\"{code}\",\"message\":\"{message}\",\"id\":\"{request-id}\"}}",
			"errata.envelope.last-event.enabled=true", "errata.contracts.named.paths=/named/**",
			"errata.contracts.named.envelope.last-event.event=error",
			"errata.contracts.named.envelope.last-event.data={\"type\":\"error\",\"error\":{\"type\":\"{code}\"}}",
			"errata.contracts.own.paths=/own/**", "errata.contracts.own.envelope.body={\"code\":\"{code}\"}",
			"errata.contracts.off.paths=/off/**", "errata.contracts.off.envelope.last-event.enabled=false");

	@Parameter
	protected Service.Container container;

	protected Service service;

	private final Class<?> application;

	private final String[] properties;

	/**
	 * Create tests of an application.
	 * @param application the application; it answers {@code GET /fine}
	 * @param properties properties beside those of the contracts
	 */
	protected LastEventTests(Class<?> application, String... properties) {
		this.application = application;
		this.properties = properties;
	}

	@BeforeParameterizedClassInvocation
	void start() {
		this.service = Service.start(this.container, false, List.of(this.application),
				Stream.concat(CONTRACTS.stream(), Stream.of(this.properties)).toArray(String[]::new));
	}

	@AfterParameterizedClassInvocation
	void stop() {
		this.service.close();
	}

	@Test
	void streamThatIsCompleteEndsWithoutError() throws IOException {
		assertThat(answerOnce("/sse/complete").body()).isEqualTo("data:1\n\n");
	}

	protected final void assertHeadHasNoBody(String path) throws IOException {
		try (Connection connection = new Connection(this.service.port())) {
			connection.send(request("HEAD", path));
			Answer answer = connection.answer(true);
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.body()).isEmpty();
			connection.send(request("GET", "/fine"));
			assertThat(connection.answer(false).body()).isEqualTo("fine");
		}
	}

	protected final void assertOneLine(String path, String code) {
		try (Failures failures = Failures.logged()) {
			assertThat(Failures.loggersThatComplain(() -> this.service.answer(get(path))))
				.isEqualTo(code.equals("order_shipped") ? List.of() : List.of("errata.failure." + code));
			assertThat(failures.lines()).singleElement().satisfies((line) -> {
				assertThat(line.getLoggerName()).isEqualTo("errata.failure." + code);
				assertThat(line.getFormattedMessage()).startsWith("GET " + path).contains("[" + Exchange.ID + "]");
			});
		}
	}

	protected final Answer assertEnds(String path, String body, String... headers) throws IOException {
		Answer answer = answerOnce(path, headers);
		assertThat(answer.body()).isEqualTo(body);
		assertThat(answer.status()).isEqualTo(200);
		return answer;
	}

	/** The connection has to be usable afterwards. */
	protected final Answer answerOnce(String path, String... headers) throws IOException {
		try (Connection connection = new Connection(this.service.port())) {
			connection.send(request("GET", path, headers));
			Answer answer = connection.answer(false);
			assertThat(answer.whole()).as("%s", answer).isTrue();
			if ("close".equals(answer.header("Connection"))) {
				// of Tomcat, after some statuses
				return answer;
			}
			connection.send(request("GET", "/fine"));
			assertThat(connection.answer(false).body()).isEqualTo("fine");
			return answer;
		}
	}

	private static String request(String method, String path, String... headers) {
		String lines = String.join("\n", headers);
		return method + " " + path + " HTTP/1.1\nHost: localhost\nX-Request-Id: r-1\n" + lines
				+ (lines.isEmpty() ? "\n" : "\n\n");
	}

	protected static ErrorCodeException code() {
		return new ErrorCodeException("order_shipped");
	}

}
