package dev.errata.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection that is used for several requests, one after the other.
 */
public final class Connection implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 10_000;

	private static final String END_OF_HEAD = "\r\n\r\n";

	private final Socket socket;

	public Connection(int port) throws IOException {
		this.socket = new Socket("localhost", port);
		this.socket.setSoTimeout(TIMEOUT_MILLIS);
		this.socket.setTcpNoDelay(true);
	}

	/**
	 * Send a request as it stands, one line a line.
	 */
	public void send(String request) {
		// a server that will not read all of a request may close before it has it all
		Thread sender = new Thread(() -> {
			try {
				this.socket.getOutputStream()
					.write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
			}
			catch (IOException ex) {
				// what was answered tells
			}
		});
		sender.setDaemon(true);
		sender.start();
	}

	/**
	 * Read one answer, but none of those with a status below 200.
	 */
	public Answer answer(boolean head) throws IOException {
		while (true) {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			InputStream input = this.socket.getInputStream();
			readUntil(END_OF_HEAD, input, bytes);
			String lines = text(bytes).toLowerCase(Locale.ROOT);
			if (lines.startsWith("http/1.1 1")) {
				continue;
			}
			int length = lines.indexOf("\r\ncontent-length: ");
			if (head) {
				return Answer.parse(bytes.toByteArray(), true);
			}
			if (lines.contains("\r\ntransfer-encoding: chunked")) {
				readUntil("\r\n0" + END_OF_HEAD, input, bytes);
			}
			else if (length >= 0) {
				int start = length + "\r\ncontent-length: ".length();
				bytes.writeBytes(
						input.readNBytes(Integer.parseInt(lines.substring(start, lines.indexOf("\r\n", start)))));
			}
			return Answer.parse(bytes.toByteArray(), false);
		}
	}

	private static void readUntil(String end, InputStream input, ByteArrayOutputStream bytes) throws IOException {
		int next = 0;
		while (!text(bytes).endsWith(end) && next >= 0) {
			next = input.read();
			if (next >= 0) {
				bytes.write(next);
			}
		}
	}

	private static String text(ByteArrayOutputStream bytes) {
		return bytes.toString(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Wait until the server has closed it.
	 * @return whether it did so without another word
	 */
	public boolean isClosed() throws IOException {
		try {
			return this.socket.getInputStream().read() < 0;
		}
		catch (SocketException ex) {
			return true;
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
