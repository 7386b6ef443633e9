package dev.errata.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import dev.errata.wire.Answer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a service, and a strict reader of what comes over it.
 */
final class Connection implements AutoCloseable {

	private static final int BOUND_MILLIS = 20_000;

	private static final String INTERIM = "HTTP/1.1 1";

	/** Reactor Netty responds in the version that it was asked in, be it one or not. */
	private static final Pattern STATUS_LINE = Pattern.compile("HTTP/\\d\\.\\d [1-5]\\d\\d( [ -~]*)?");

	private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[ \\t]*[ -~\\t\\x80-\\xff]*");

	private final Socket socket;

	private final InputStream input;

	Connection(int port) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setTcpNoDelay(true);
		// nothing is left of a connection that is given up
		this.socket.setSoLinger(true, 0);
		this.input = new BufferedInputStream(this.socket.getInputStream());
	}

	void send(byte[] bytes) {
		try {
			this.socket.getOutputStream().write(bytes);
		}
		catch (IOException ex) {
			// the server has heard enough; its answer tells
		}
	}

	/**
	 * Tell the server that nothing more comes.
	 */
	void end() {
		try {
			this.socket.shutdownOutput();
		}
		catch (IOException ex) {
			// the server was faster
		}
	}

	/**
	 * Return whether anything but interim answers, be it the end, comes within a time.
	 */
	boolean awaits(int millis) throws IOException {
		this.socket.setSoTimeout(millis);
		try {
			while (isInterim()) {
				line();
				headers();
			}
			return true;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		catch (IOException ex) {
			return true;
		}
		finally {
			this.socket.setSoTimeout(BOUND_MILLIS);
		}
	}

	private boolean isInterim() throws IOException {
		this.input.mark(INTERIM.length());
		try {
			return INTERIM.equals(new String(this.input.readNBytes(INTERIM.length()), StandardCharsets.US_ASCII));
		}
		finally {
			this.input.reset();
		}
	}

	/**
	 * Return whether what comes does not begin as answers do, but those of 1991.
	 */
	boolean isWithoutHead() throws IOException {
		this.input.mark(1);
		int first = readOrEnd();
		this.input.reset();
		return first >= 0 && first != 'H';
	}

	/**
	 * Read the next answer that is final.
	 * @param head whether it is one to HEAD
	 * @return the answer, or {@code null} if the connection has ended
	 * @throws SocketTimeoutException if neither comes
	 * @throws MalformedAnswerException if what comes is no HTTP
	 */
	@Nullable Answer read(boolean head) throws IOException {
		Answer answer;
		do {
			String line = line();
			if (line == null) {
				return null;
			}
			check(STATUS_LINE.matcher(line).matches(), "status line '" + line + "'");
			int status = Integer.parseInt(line.substring(9, 12));
			Map<String, List<String>> headers = headers();
			answer = new Answer(status, headers, body(head, status, headers), true);
		}
		while (answer.status() < 200);
		return answer;
	}

	private Map<String, List<String>> headers() throws IOException {
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String line = line(); !"".equals(line); line = line()) {
			check(line != null && HEADER.matcher(line).matches(), "header '" + line + "'");
			int colon = line.indexOf(':');
			headers.computeIfAbsent(line.substring(0, colon), (name) -> new ArrayList<>())
				.add(line.substring(colon + 1).trim());
		}
		return headers;
	}

	private String body(boolean head, int status, Map<String, List<String>> headers) throws IOException {
		List<String> lengths = headers.get("Content-Length");
		boolean chunked = headers.containsKey("Transfer-Encoding");
		check(!(chunked && lengths != null) && (lengths == null || lengths.size() == 1), "lengths");
		if (head || status < 200 || status == 204 || status == 304) {
			return "";
		}
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		if (chunked) {
			for (int size = chunkSize(); size > 0; size = chunkSize()) {
				append(body, size);
				check("".equals(line()), "end of chunk");
			}
			check("".equals(line()), "end of chunks");
		}
		else if (lengths != null) {
			append(body, Integer.parseInt(lengths.get(0)));
		}
		else {
			this.input.transferTo(body);
		}
		return body.toString(StandardCharsets.UTF_8);
	}

	private int chunkSize() throws IOException {
		String line = line();
		check(line != null && line.matches("[0-9a-fA-F]{1,7}"), "chunk size '" + line + "'");
		return Integer.parseInt(line, 16);
	}

	private void append(ByteArrayOutputStream body, int length) throws IOException {
		byte[] bytes = this.input.readNBytes(length);
		check(bytes.length == length, "cut body");
		body.writeBytes(bytes);
	}

	private @Nullable String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = readOrEnd(); c != '\n'; c = this.input.read()) {
			if (c < 0 && line.isEmpty()) {
				return null;
			}
			check(c >= 0, "end in '" + line + "'");
			line.append((char) c);
		}
		check(line.length() > 0 && line.charAt(line.length() - 1) == '\r', "end of line '" + line + "'");
		line.setLength(line.length() - 1);
		return line.toString();
	}

	private int readOrEnd() throws IOException {
		try {
			return this.input.read();
		}
		catch (SocketTimeoutException ex) {
			throw ex;
		}
		catch (IOException ex) {
			// a reset before anything came is an end like any other
			return -1;
		}
	}

	/**
	 * Read what comes until the connection ends.
	 */
	String rest() throws IOException {
		ByteArrayOutputStream rest = new ByteArrayOutputStream();
		try {
			this.input.transferTo(rest);
		}
		catch (SocketTimeoutException ex) {
			throw ex;
		}
		catch (IOException ex) {
			// reset
		}
		return rest.toString(StandardCharsets.ISO_8859_1);
	}

	private static void check(boolean sound, String what) throws MalformedAnswerException {
		if (!sound) {
			throw new MalformedAnswerException(what);
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			// gone either way
		}
	}

	static final class MalformedAnswerException extends IOException {

		MalformedAnswerException(String message) {
			super(message);
		}

	}

}
