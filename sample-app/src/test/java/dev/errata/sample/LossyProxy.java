package dev.errata.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A proxy that loses the first reply: the service has answered, but the client finds its
 * connection closed.
 */
final class LossyProxy implements AutoCloseable {

	private static final Set<String> OF_THE_CONNECTION = Set.of("host", "connection", "content-length",
			"transfer-encoding");

	private final HttpClient client = HttpClient.newHttpClient();

	private final HttpServer server;

	private final int target;

	private volatile String lostReply = "";

	LossyProxy(int target) throws IOException {
		this.target = target;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::forward);
		this.server.start();
	}

	private void forward(HttpExchange exchange) throws IOException {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + this.target + exchange.getRequestURI()))
			.method(exchange.getRequestMethod(),
					HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
		exchange.getRequestHeaders().forEach((name, values) -> {
			if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
				values.forEach((value) -> request.header(name, value));
			}
		});
		try (exchange) {
			HttpResponse<byte[]> reply = this.client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
			if (this.lostReply.isEmpty()) {
				this.lostReply = new String(reply.body(), StandardCharsets.UTF_8);
				return;
			}
			reply.headers().map().forEach((name, values) -> {
				if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
					exchange.getResponseHeaders().put(name, values);
				}
			});
			exchange.sendResponseHeaders(reply.statusCode(), reply.body().length);
			exchange.getResponseBody().write(reply.body());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	/**
	 * Return the body of the reply that the client never saw.
	 */
	String lostReply() {
		return this.lostReply;
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
