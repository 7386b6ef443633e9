package dev.errata.integration;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A service behind a gateway that answers with bytes, so that its answers can be as wrong
 * as they like. Each connection serves one request.
 */
final class Upstream implements AutoCloseable {

	/** Ends a response before it is complete. */
	private static final String CUT = "<cut>";

	/** Resets the connection instead of closing it. */
	private static final String RESET = "<reset>";

	/** Sends nothing more, and keeps the connection. */
	private static final String SILENCE = "<silence>";

	private final ServerSocket server;

	private final Map<String, List<String>> responses = new ConcurrentHashMap<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final List<Socket> silent = new CopyOnWriteArrayList<>();

	Upstream() throws IOException {
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(this::run, "upstream");
		thread.setDaemon(true);
		thread.start();
	}

	int port() {
		return this.server.getLocalPort();
	}

	/**
	 * Answer the requests for a path with responses, one after the other; the last one
	 * for all others. They are written one line a line.
	 */
	Upstream on(String path, String... responses) {
		this.responses.put(path, List.of(responses));
		return this;
	}

	/**
	 * Return a response that is cut off.
	 */
	static String cut(String text) {
		return text + CUT;
	}

	/**
	 * Return a response that is reset.
	 */
	static String reset(String text) {
		return text + RESET;
	}

	/**
	 * Return a response that does not go on.
	 */
	static String silent(String text) {
		return text + SILENCE;
	}

	/**
	 * Return the heads of the requests for a path so far.
	 */
	List<String> requestsFor(String path) {
		return this.requests.stream().filter((head) -> path.equals(pathOf(head))).toList();
	}

	private void run() {
		while (!this.server.isClosed()) {
			try {
				Socket socket = this.server.accept();
				Thread thread = new Thread(() -> serve(socket), "upstream-request");
				thread.setDaemon(true);
				thread.start();
			}
			catch (SocketException ex) {
				return;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private void serve(Socket socket) {
		try {
			String head = readHead(socket.getInputStream());
			if (head.isEmpty()) {
				socket.close();
				return;
			}
			this.requests.add(head);
			String path = pathOf(head);
			List<String> candidates = this.responses.getOrDefault(path,
					List.of("HTTP/1.1 404 Not Found\nContent-Length: 8\n\nunknown!"));
			int seen = requestsFor(path).size();
			String response = candidates.get(Math.min(seen, candidates.size()) - 1);
			String text = response.replace(CUT, "").replace(RESET, "").replace(SILENCE, "");
			socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
			socket.getOutputStream().flush();
			if (response.endsWith(SILENCE)) {
				this.silent.add(socket);
				return;
			}
			if (response.endsWith(RESET)) {
				socket.setSoLinger(true, 0);
			}
			socket.close();
		}
		catch (IOException ex) {
			// the gateway has given up
		}
	}

	private static String readHead(InputStream input) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int next = input.read(); next >= 0; next = input.read()) {
			bytes.write(next);
			String head = bytes.toString(StandardCharsets.ISO_8859_1);
			if (head.endsWith("\r\n\r\n")) {
				int length = head.toLowerCase().indexOf("\r\ncontent-length: ");
				if (length >= 0) {
					String value = head.substring(length + 18, head.indexOf("\r\n", length + 2));
					input.readNBytes(Integer.parseInt(value.trim()));
				}
				return head;
			}
		}
		return "";
	}

	private static String pathOf(String head) {
		String target = head.split(" ")[1];
		return (target.indexOf('?') >= 0) ? target.substring(0, target.indexOf('?')) : target;
	}

	@Override
	public void close() throws IOException {
		for (Socket socket : this.silent) {
			socket.close();
		}
		this.server.close();
	}

}
