package dev.errata.fuzz;

import java.nio.charset.StandardCharsets;

/**
 * A request as it goes over the wire, one character a byte.
 *
 * @param name seed and index, from which it can be made again
 * @param text its bytes
 * @param framed whether it is clear where it ends, so that exactly one answer is due and
 * the connection is fit for the next request
 * @param cut whether it breaks off, and nothing follows
 */
record FuzzedRequest(String name, String text, boolean framed, boolean cut) {

	byte[] bytes() {
		return this.text.getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Return its first line, after the empty ones that a server passes over.
	 */
	String line() {
		String text = this.text.replaceFirst("^[\\r\\n]+", "");
		int end = text.indexOf('\n');
		return ((end < 0) ? text : text.substring(0, end)).stripTrailing();
	}

	boolean isHead() {
		return line().startsWith("HEAD ");
	}

	FuzzedRequest withText(String text) {
		return new FuzzedRequest(this.name, text, this.framed, this.cut);
	}

	/**
	 * Return it as it can be read, and put into a test: line ends as they are, all else
	 * that is no plain character escaped.
	 */
	@Override
	public String toString() {
		StringBuilder readable = new StringBuilder(this.name).append(this.cut ? ", breaks off" : "").append('\n');
		for (int i = 0; i < this.text.length(); i++) {
			char c = this.text.charAt(i);
			if (c == '\n' && i > 0 && this.text.charAt(i - 1) == '\r') {
				readable.setLength(readable.length() - "\\r".length());
				readable.append('\n');
			}
			else {
				readable.append(escape(c));
			}
		}
		return readable.toString();
	}

	static String escape(char c) {
		return switch (c) {
			case '\r' -> "\\r";
			case '\n' -> "\\n";
			case '\\' -> "\\\\";
			default -> (c >= ' ' && c < 127) ? String.valueOf(c) : "\\x%02x".formatted((int) c);
		};
	}

}
