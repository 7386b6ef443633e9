package dev.errata.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The wire to a running sample application, and what every one of its errors keeps.
 */
final class Wire {

	private static final String V4 = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

	private static final String HEX_V7 = "req_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}";

	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final int port;

	private final Map<String, String> headers;

	Wire(int port) {
		this(port, Map.of());
	}

	private Wire(int port, Map<String, String> headers) {
		this.port = port;
		this.headers = headers;
	}

	Wire with(String header, String value) {
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put(header, value);
		return new Wire(this.port, headers);
	}

	Wire withNewKey() {
		return with("Idempotency-Key", UUID.randomUUID().toString());
	}

	Answer get(String path) {
		return send("GET", path, null);
	}

	Answer delete(String path) {
		return send("DELETE", path, null);
	}

	Answer post(String path, String json) {
		return send("POST", path, json);
	}

	Answer send(String method, String path, String json) {
		return send(method, path, "application/json", json);
	}

	Answer send(String method, String path, String contentType, String body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.timeout(Duration.ofSeconds(30))
			.header("Accept-Language", "en")
			.method(method,
					(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody());
		if (body != null) {
			request.header("Content-Type", contentType);
		}
		this.headers.forEach(request::header);
		try {
			return new Answer(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What came over the wire.
	 */
	record Answer(HttpResponse<String> response) {

		String header(String name) {
			return this.response.headers().firstValue(name).orElse(null);
		}

		Answer isSuccess(int status, String body) {
			assertThat(this.response.body()).isEqualTo(body);
			assertThat(this.response.statusCode()).isEqualTo(status);
			return this;
		}

		/**
		 * Check an error, in whose body {@code <id>} stands for the request id.
		 */
		Answer isError(int status, String body) {
			String id = header("X-Request-Id");
			assertThat(this.response.body()).isEqualTo(body.replace("<id>", String.valueOf(id)));
			assertThat(this.response.statusCode()).isEqualTo(status);
			assertThat(this.response.headers().allValues("Content-Type")).containsExactly("application/json");
			assertThat(this.response.headers().allValues("Cache-Control")).containsExactly("no-store");
			assertThat(this.response.headers().allValues("X-Request-Id")).hasSize(1);
			assertThat(id).matches(this.response.uri().getPath().startsWith("/joule/") ? HEX_V7 : V4);
			return this;
		}

		Answer hasHeader(String name, String value) {
			assertThat(header(name)).as(name).isEqualTo(value);
			return this;
		}

		Answer hasNoHeader(String name) {
			return hasHeader(name, null);
		}

	}

}
