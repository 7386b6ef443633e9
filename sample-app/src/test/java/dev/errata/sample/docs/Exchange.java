package dev.errata.sample.docs;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line of curl and what it prints.
 *
 * @param command the command line
 * @param output what it prints
 */
public record Exchange(String command, String output) {

	private static final Pattern WORD = Pattern.compile("'([^']*)'|\\S+");

	private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

	/**
	 * Return the exchanges of a block, each beginning with a prompt.
	 */
	public static List<Exchange> in(String block) {
		List<Exchange> exchanges = new ArrayList<>();
		for (String part : block.split("(?m)^\\$ ")) {
			if (!part.isBlank()) {
				String text = part.replaceAll("\\\\\n\\s*", "");
				int end = text.indexOf('\n');
				exchanges.add(new Exchange((end >= 0) ? text.substring(0, end) : text,
						(end >= 0) ? text.substring(end + 1).strip() : ""));
			}
		}
		return exchanges;
	}

	/**
	 * Do what the command line says and return what curl would print.
	 */
	public String run(int port) {
		List<String> words = words();
		String method = null;
		String body = null;
		String path = "/";
		boolean head = false;
		List<String> headers = new ArrayList<>(List.of("Host: localhost:8080"));
		for (int i = 1; i < words.size(); i++) {
			switch (words.get(i)) {
				case "-i" -> head = true;
				case "-X" -> method = words.get(++i);
				case "-H" -> headers.add(words.get(++i));
				case "-b" -> headers.add("Cookie: " + words.get(++i));
				case "-d" -> body = words.get(++i);
				case "-u" -> headers.add("Authorization: Basic "
						+ Base64.getEncoder().encodeToString(words.get(++i).getBytes(StandardCharsets.UTF_8)));
				default -> path = words.get(i).substring("localhost:8080".length());
			}
		}
		if (headers.stream().noneMatch((header) -> header.startsWith("Accept:"))) {
			headers.add("Accept: */*");
		}
		byte[] content = (body != null) ? body.getBytes(StandardCharsets.UTF_8) : new byte[0];
		if (body != null) {
			headers.add("Content-Length: " + content.length);
		}
		method = (method != null) ? method : (body != null) ? "POST" : "GET";
		String request = method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
		try (Socket socket = new Socket("localhost", port)) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
			socket.getOutputStream().write(content);
			return read(socket.getInputStream(), head);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> words() {
		List<String> words = new ArrayList<>();
		Matcher matcher = WORD.matcher(this.command);
		while (matcher.find()) {
			words.add((matcher.group(1) != null) ? matcher.group(1) : matcher.group());
		}
		return words;
	}

	private static String read(InputStream input, boolean withHead) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int next = input.read();
			if (next < 0) {
				throw new EOFException("There is no response");
			}
			bytes.write(next);
		}
		String head = bytes.toString(StandardCharsets.ISO_8859_1);
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		Matcher length = LENGTH.matcher(head);
		if (length.find()) {
			body.write(input.readNBytes(Integer.parseInt(length.group(1))));
		}
		else if (head.contains("Transfer-Encoding: chunked")) {
			for (int size = chunkSize(input); size > 0; size = chunkSize(input)) {
				body.write(input.readNBytes(size));
				input.readNBytes(2);
			}
		}
		return (withHead ? head.replaceAll(" *\r\n", "\n") : "") + body.toString(StandardCharsets.UTF_8);
	}

	private static int chunkSize(InputStream input) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int character = input.read(); character != '\n'; character = input.read()) {
			if (character < 0) {
				throw new EOFException("The response is cut");
			}
			line.append((char) character);
		}
		return Integer.parseInt(line.toString().trim(), 16);
	}

	/**
	 * Mask what differs from run to run.
	 */
	public static String masked(String output) {
		return output.replaceAll("req_[0-9a-f]{32}", "req_<id>")
			.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "<id>")
			.replaceAll("\"created\":\\d{10}", "\"created\":<seconds>")
			.replaceAll("\\b(3600|359\\d)\\b", "<an hour>")
			.replaceAll("(?m)^Date: .*$", "Date: <date>")
			.replaceAll("\"\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\"", "\"<time>\"")
			.replaceAll("(?m)^X-Joule-Budget-Reset: \\d+$", "X-Joule-Budget-Reset: <seconds>")
			.replaceAll("(?m)^(RateLimit: .*;t=)\\d+$", "$1<seconds>")
			.strip();
	}

}
