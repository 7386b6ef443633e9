package dev.errata.wire;

import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;

import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a service on a real port, its requests and answers read as they travel.
 */
public abstract class WireTests {

	/** A document that shows all there is, and nothing that changes by itself. */
	public static final String ENVELOPE = "errata.envelope.body={\"code\":\"{code}\",\"status\":\"{status}\","
			+ "\"message\":\"{message}\",\"request_id\":\"{request-id}\",\"errors\":\"{violations}\","
			+ "\"details\":\"{details}\"}";

	/** A document without sentences, for tables in which the code says it all. */
	public static final String SHORT_ENVELOPE = "errata.envelope.body={\"code\":\"{code}\","
			+ "\"request_id\":\"{request-id}\",\"errors\":\"{violations}\"}";

	/** Planted in exceptions; it must never leave the service. */
	public static final String SECRET = "geheim";

	@LocalServerPort
	private int port;

	protected int port() {
		return this.port;
	}

	protected Service.Container container() {
		return Service.Container.TOMCAT;
	}

	/** Path of what always works; below the paths of the application. */
	protected String fine() {
		return "/fine";
	}

	protected Answer answer(Exchange exchange) {
		return exchange.on(port());
	}

	protected void assertStillServing() {
		Answer fine = answer(Exchange.get(fine()));
		assertThat(fine.status()).isEqualTo(200);
		assertThat(fine.body()).isEqualTo("fine");
	}

	protected Stream<DynamicTest> table(Row... rows) {
		return Stream.of(rows).map((row) -> row.test(this));
	}

	/** The document of an error without violations and details. */
	public static String document(int status, String code, String message) {
		return "{\"code\":\"%s\",\"status\":%d,\"message\":\"%s\",\"request_id\":\"%s\"}".formatted(code, status,
				message, Exchange.ID);
	}

	@RestController
	public static class FineController {

		@GetMapping("/fine")
		String fine() {
			return "fine";
		}

	}

}
