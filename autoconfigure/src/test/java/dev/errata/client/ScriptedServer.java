package dev.errata.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that answers as it was told to, be it as wrong as it likes, one request a
 * connection.
 */
public final class ScriptedServer implements AutoCloseable {

	private final ServerSocket server;

	private final Queue<Reply> script = new ConcurrentLinkedQueue<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private ScriptedServer() throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(this::serve, "scripted-server");
		thread.setDaemon(true);
		thread.start();
	}

	public static ScriptedServer start() {
		try {
			return new ScriptedServer();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public String url() {
		return "http://localhost:" + this.server.getLocalPort();
	}

	/** The requests so far, heads and bodies. */
	public List<String> requests() {
		return this.requests;
	}

	/** The values of a header in the requests so far; empty where there is none. */
	List<String> header(String name) {
		return this.requests.stream()
			.map((request) -> request.lines()
				.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
				.map((line) -> line.substring(name.length() + 1).strip())
				.findFirst()
				.orElse(""))
			.toList();
	}

	public ScriptedServer reply(int status, String headers, String body) {
		return reply(status, headers, body.getBytes(StandardCharsets.UTF_8));
	}

	ScriptedServer reply(int status, String headers, byte[] body) {
		return raw(head(status, headers + "Content-Length: " + body.length + "\n"), body);
	}

	/** Close the connection without an answer. */
	ScriptedServer hangUp() {
		return raw("", new byte[0]);
	}

	ScriptedServer raw(String head, byte[] body) {
		this.script.add((output) -> {
			output.write(head.getBytes(StandardCharsets.ISO_8859_1));
			output.write(body);
		});
		return this;
	}

	/** Send a body that has no end. */
	ScriptedServer endless(int status) {
		this.script.add((output) -> {
			output.write(head(status, "").getBytes(StandardCharsets.ISO_8859_1));
			byte[] spaces = " ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
			while (true) {
				output.write(spaces);
			}
		});
		return this;
	}

	static String head(int status, String headers) {
		return ("HTTP/1.1 " + status + " Scripted\nConnection: close\n" + headers + "\n").replace("\n", "\r\n");
	}

	private void serve() {
		while (!this.server.isClosed()) {
			try (Socket socket = this.server.accept()) {
				this.requests.add(read(socket.getInputStream()));
				Reply reply = this.script.poll();
				if (reply == null) {
					reply = (output) -> output.write((head(200, "Content-Length: 2\nContent-Type: text/plain\n") + "ok")
						.getBytes(StandardCharsets.ISO_8859_1));
				}
				reply.write(socket.getOutputStream());
				socket.getOutputStream().flush();
			}
			catch (IOException ex) {
				// the client has heard enough
			}
		}
	}

	private static String read(InputStream input) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int next = input.read();
			if (next < 0) {
				break;
			}
			bytes.write(next);
		}
		String head = bytes.toString(StandardCharsets.ISO_8859_1);
		for (String line : head.split("\r\n")) {
			if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
				bytes.writeBytes(input.readNBytes(Integer.parseInt(line.substring(15).strip())));
			}
			if (line.toLowerCase(Locale.ROOT).startsWith("transfer-encoding: chunked")) {
				while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("0\r\n\r\n")) {
					bytes.write(input.read());
				}
			}
		}
		return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@FunctionalInterface
	private interface Reply {

		void write(OutputStream output) throws IOException;

	}

}
