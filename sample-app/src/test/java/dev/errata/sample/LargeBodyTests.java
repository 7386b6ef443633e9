package dev.errata.sample;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies of 60 MB, sent to the sample application in a process that has a heap of twice
 * that.
 */
@Tag("full")
@Timeout(120)
class LargeBodyTests {

	private static final int SIZE = 60 * 1024 * 1024;

	private static final byte[] PIECE = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private static Process process;

	private static int port;

	@BeforeAll
	static void start() throws IOException {
		process = new ProcessBuilder(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
				"-Xmx128m", "-XX:+ExitOnOutOfMemoryError", "-cp", System.getProperty("java.class.path"),
				SampleApplication.class.getName(), "--server.port=0")
			.redirectErrorStream(true)
			.start();
		BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream()));
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			Matcher matcher = PORT.matcher(line);
			if (matcher.find()) {
				port = Integer.parseInt(matcher.group(1));
				break;
			}
		}
		assertThat(port).isPositive();
		Thread drain = new Thread(() -> output.lines().forEach((line) -> {
		}));
		drain.setDaemon(true);
		drain.start();
	}

	@AfterAll
	static void stop() {
		process.destroyForcibly();
	}

	@ParameterizedTest
	@CsvSource({ "POST /joule/v1/chat/completions, application/json, false",
			"POST /joule/v1/chat/completions, application/json, true",
			"PUT /joule/v1/objects/large, multipart/form-data; boundary=edge, false",
			"PUT /joule/v1/objects/large, multipart/form-data; boundary=edge, true",
			"POST /joule/v1/workloads, application/x-www-form-urlencoded, true",
			"POST /joule/v1/nothing, text/plain, false" })
	void bodyIsTooLarge(String target, String type, boolean chunked) throws IOException {
		String answer = send(target, type, prefix(type), chunked);
		assertThat(answer).startsWith("HTTP/1.1 413")
			.contains("Content-Type: application/json")
			.containsPattern("\\{\"error\":\\{\"type\":\"payload_too_large\","
					+ "\"message\":\"The body is larger than this endpoint takes.\",\"code\":413,"
					+ "\"request_id\":\"req_[0-9a-f]{32}\"}}");
		assertThat(process.isAlive()).isTrue();
	}

	@Test
	void manyAtOnceDoNotFillTheMemory() {
		List<String> answers = java.util.stream.IntStream.range(0, 6).parallel().mapToObj((i) -> {
			try {
				return send("PUT /joule/v1/objects/large", "multipart/form-data; boundary=edge",
						prefix("multipart/form-data"), i % 2 == 0);
			}
			catch (IOException ex) {
				return ex.toString();
			}
		}).toList();
		assertThat(answers).allMatch((answer) -> answer.startsWith("HTTP/1.1 413"));
		assertThat(process.isAlive()).isTrue();
	}

	private static String prefix(String type) {
		return switch (type.replaceAll(";.*", "")) {
			case "application/json" -> "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"";
			case "multipart/form-data" ->
				"--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"large\"\r\n\r\n";
			default -> "";
		};
	}

	private static String send(String target, String type, String prefix, boolean chunked) throws IOException {
		try (Socket socket = new Socket("localhost", port)) {
			socket.setSoTimeout(20_000);
			OutputStream output = socket.getOutputStream();
			output.write((target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
					+ "Authorization: Bearer joule-valid\r\nContent-Type: " + type + "\r\n"
					+ (chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: " + SIZE + "\r\n\r\n"))
				.getBytes(StandardCharsets.US_ASCII));
			try {
				write(output, prefix.getBytes(StandardCharsets.US_ASCII), chunked);
				for (int sent = prefix.length(); sent < SIZE; sent += PIECE.length) {
					write(output, PIECE, chunked);
				}
				if (chunked) {
					// or the server waits for the rest
					output.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				}
			}
			catch (IOException ex) {
				// the server has stopped listening; what it said is there
			}
			return read(socket.getInputStream());
		}
	}

	private static void write(OutputStream output, byte[] bytes, boolean chunked) throws IOException {
		if (chunked && bytes.length > 0) {
			output.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
		}
		output.write(bytes);
		if (chunked && bytes.length > 0) {
			output.write("\r\n".getBytes(StandardCharsets.US_ASCII));
		}
	}

	private static String read(InputStream input) {
		ByteArrayOutputStream answer = new ByteArrayOutputStream();
		try {
			input.transferTo(answer);
		}
		catch (IOException ex) {
			// what has arrived tells
		}
		return answer.toString(StandardCharsets.UTF_8);
	}

}
