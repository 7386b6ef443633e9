package dev.errata.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What came back over a connection that was then closed.
 *
 * @param status the status
 * @param headers the values by name, whatever its case
 * @param body the content
 * @param whole whether the transfer ended as announced; a cut one did not
 */
public record Answer(int status, Map<String, List<String>> headers, String body, boolean whole) {

	public static Answer parse(byte[] bytes, boolean head) {
		String text = new String(bytes, StandardCharsets.ISO_8859_1);
		int end = text.indexOf("\r\n\r\n");
		assertThat(end).as("the head of an answer in '%s'", text).isPositive();
		String[] lines = text.substring(0, end).split("\r\n");
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (int i = 1; i < lines.length; i++) {
			int colon = lines[i].indexOf(':');
			headers.computeIfAbsent(lines[i].substring(0, colon), (key) -> new ArrayList<>())
				.add(lines[i].substring(colon + 1).trim());
		}
		String content = text.substring(end + 4);
		boolean whole = true;
		if (headers.containsKey("Transfer-Encoding")) {
			ByteArrayOutputStream joined = new ByteArrayOutputStream();
			whole = join(content, joined);
			content = joined.toString(StandardCharsets.ISO_8859_1);
		}
		else if (headers.containsKey("Content-Length") && !head) {
			whole = content.length() == Integer.parseInt(headers.get("Content-Length").get(0));
		}
		return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers,
				new String(content.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8), whole);
	}

	private static boolean join(String chunks, ByteArrayOutputStream joined) {
		int position = 0;
		while (true) {
			int line = chunks.indexOf("\r\n", position);
			if (line < 0) {
				return false;
			}
			int size = Integer.parseInt(chunks.substring(position, line), 16);
			if (size == 0) {
				return chunks.substring(line).equals("\r\n\r\n");
			}
			if (line + 2 + size > chunks.length()) {
				joined.writeBytes(chunks.substring(line + 2).getBytes(StandardCharsets.ISO_8859_1));
				return false;
			}
			joined.writeBytes(chunks.substring(line + 2, line + 2 + size).getBytes(StandardCharsets.ISO_8859_1));
			position = line + 2 + size + 2;
		}
	}

	/**
	 * Return the only value of a header, or {@code null}.
	 */
	public String header(String name) {
		List<String> values = this.headers.get(name);
		if (values == null) {
			return null;
		}
		assertThat(values).as(name).hasSize(1);
		return values.get(0);
	}

}
