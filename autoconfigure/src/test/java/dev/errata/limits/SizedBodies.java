package dev.errata.limits;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.WireTests;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests with bodies of some size, and the answer to those that are too large.
 */
public final class SizedBodies {

	private SizedBodies() {
	}

	/**
	 * Return a request in the format that its path ends with, else one with a text.
	 */
	public static Exchange of(String path, int size) {
		String text = "x".repeat(size);
		return switch (path.substring(path.lastIndexOf('/') + 1)) {
			case "json" -> Exchange.json(path, "{\"file\":\"" + text + "\"}");
			case "form" -> Exchange.form(path, "file=" + text);
			case "upload" -> Exchange.multipart(path, "name=\"file\"; filename=\"a\"\n\n" + text);
			default -> Exchange.post(path).header("Content-Type: text/plain").body(text);
		};
	}

	/**
	 * Assert that an answer refuses the body.
	 */
	public static void assertTooLarge(Answer answer) {
		assertThat(answer.body())
			.isEqualTo(WireTests.document(413, "payload_too_large", "The request body is too large."));
		assertThat(answer.status()).isEqualTo(413);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
	}

}
