package dev.errata.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request as bytes, so that it can be as wrong as it likes, and what came back for it.
 * It bears the request id {@value #ID} unless it says otherwise.
 */
public final class Exchange {

	public static final String ID = "r-1";

	private static final int TIMEOUT_MILLIS = 10_000;

	private final String method;

	private final String target;

	private final List<String> headers = new ArrayList<>();

	private byte[] body = {};

	private boolean framed;

	private boolean unfinished;

	private boolean persistent;

	private String id = "X-Request-Id: " + ID;

	private Exchange(String method, String target) {
		this.method = method;
		this.target = target;
	}

	public static Exchange get(String target) {
		return new Exchange("GET", target);
	}

	public static Exchange post(String target) {
		return new Exchange("POST", target);
	}

	public static Exchange of(String method, String target) {
		return new Exchange(method, target);
	}

	/**
	 * A request that is sent as it stands, one line a line, be it as broken as it likes.
	 */
	public static Exchange raw(String text) {
		Exchange exchange = new Exchange("", text.replace("\n", "\r\n"));
		exchange.framed = true;
		return exchange;
	}

	public static Exchange json(String target, String body) {
		return post(target).header("Content-Type: application/json").body(body);
	}

	public static Exchange form(String target, String body) {
		return post(target).header("Content-Type: application/x-www-form-urlencoded").body(body);
	}

	/**
	 * A multipart request whose parts are written without line ends of their own.
	 */
	public static Exchange multipart(String target, String... parts) {
		StringBuilder body = new StringBuilder();
		for (String part : parts) {
			body.append("--B\r\nContent-Disposition: form-data; ").append(part.replace("\n", "\r\n")).append("\r\n");
		}
		return post(target).header("Content-Type: multipart/form-data; boundary=B").body(body + "--B--\r\n");
	}

	public Exchange header(String line) {
		this.headers.add(line);
		return this;
	}

	public Exchange requestId(String value) {
		this.id = "X-Request-Id: " + value;
		return this;
	}

	public Exchange withoutRequestId() {
		this.id = "";
		return this;
	}

	public Exchange body(String text) {
		return body(text.getBytes(StandardCharsets.UTF_8));
	}

	public Exchange body(byte[] bytes) {
		this.body = bytes;
		return this;
	}

	/**
	 * Send the body in chunks of up to a hundred bytes.
	 */
	public Exchange chunked() {
		ByteArrayOutputStream chunks = new ByteArrayOutputStream();
		for (int start = 0; start < this.body.length; start += 100) {
			int length = Math.min(100, this.body.length - start);
			chunks.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
			chunks.write(this.body, start, length);
			chunks.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
		}
		chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		return header("Transfer-Encoding: chunked").body(chunks.toByteArray()).framed();
	}

	/**
	 * Send the body as it stands, its length or chunks being told by the caller.
	 */
	public Exchange framed() {
		this.framed = true;
		return this;
	}

	/**
	 * Send less of a body than is announced, and wait.
	 */
	public Exchange unfinished() {
		this.unfinished = true;
		return this;
	}

	/**
	 * Leave it to the server to end the connection, as it does to cut an answer off.
	 */
	public Exchange persistent() {
		this.persistent = true;
		return this;
	}

	public Answer on(int port) {
		return Answer.parse(bytesFrom(port), this.method.equals("HEAD"));
	}

	public byte[] bytesFrom(int port) {
		try (Socket socket = new Socket("localhost", port)) {
			socket.setSoTimeout(TIMEOUT_MILLIS);
			OutputStream output = socket.getOutputStream();
			output.write(head().getBytes(StandardCharsets.ISO_8859_1));
			output.write(this.body);
			output.flush();
			if (this.framed) {
				socket.shutdownOutput();
			}
			return readAll(socket.getInputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(this.method + " " + this.target, ex);
		}
	}

	private String head() {
		if (this.method.isEmpty()) {
			return this.target;
		}
		StringBuilder head = new StringBuilder(this.method + " " + this.target + " HTTP/1.1\r\n");
		if (this.headers.stream().noneMatch((line) -> line.startsWith("Host:"))) {
			head.append("Host: localhost\r\n");
		}
		if (!this.persistent) {
			head.append("Connection: close\r\n");
		}
		if (!this.id.isEmpty()) {
			head.append(this.id).append("\r\n");
		}
		this.headers.forEach((line) -> head.append(line).append("\r\n"));
		if (!this.framed && (this.body.length > 0 || this.method.equals("POST"))) {
			head.append("Content-Length: ").append(this.body.length + (this.unfinished ? 100 : 0)).append("\r\n");
		}
		return head.append("\r\n").toString();
	}

	private static byte[] readAll(InputStream input) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		byte[] buffer = new byte[8192];
		try {
			for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
				all.write(buffer, 0, n);
			}
		}
		catch (IOException ex) {
			// a connection that is cut; what has arrived tells
		}
		return all.toByteArray();
	}

	@Override
	public String toString() {
		return this.method + " " + this.target;
	}

}
