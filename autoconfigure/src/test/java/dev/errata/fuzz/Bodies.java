package dev.errata.fuzz;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The grammar of bodies, one character a byte.
 */
final class Bodies {

	private static final String[] TEXTS = { "ann", "", "a", "AB-12", "AB-", "a@b.example", "2026-01-31", "2026-02-30",
			"OPEN", "open", "123e4567-e89b-12d3-a456-426614174000", "\\u0000", "\\ud800", "\\udc00\\ud800", "\\x", "\\",
			"\t", "\u00c3\u00a4", "\u00ff", "\u00c3", "\u00f0\u009f\u0098\u0080", "\u00ed\u00a0\u0080", "{x}", "${x}",
			"</script>", "\\u2028" };

	private static final String[] NUMBERS = { "1", "2", "7", "13", "0", "-1", "100", "1.5", "1e3", "1e999", "-0", "01",
			"1.", ".5", "NaN", "Infinity", "99999999999999999999", "1e1000000000", "0x1", "+1", "1_000" };

	/** A part of which there may be too many. */
	static final String NOTE = "--B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nx\r\n";

	private final Dice dice;

	private final Targets targets;

	Bodies(Dice dice, Targets targets) {
		this.dice = dice;
		this.targets = targets;
	}

	String json(boolean line) {
		String json = switch (this.dice.below(12)) {
			case 0 -> value(3);
			case 1 -> this.dice.oneOf("", " ", "null", "[]", "{}", "\"a\"", "1", "[[[]]]", "{\"a\":1}{\"a\":2}",
					"[1] x", "/* */{}", "{'a':1}", "{a:1}", "{\"customer\":\"ann\",\"customer\":\"bob\"}", "[", "{",
					"\"", "tru", "nul");
			case 2 -> {
				int depth = this.dice.oneIn(10) ? 3_000 : this.dice.below(60);
				yield "[".repeat(depth) + this.dice.oneOf("", "1", "{}") + "]".repeat(this.dice.oneIn(3) ? 0 : depth);
			}
			default -> line ? line() : order();
		};
		if (this.dice.oneIn(8)) {
			json = mutated(json, 1 + this.dice.below(3));
		}
		if (this.dice.oneIn(40)) {
			Charset charset = this.dice.oneOf(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE,
					StandardCharsets.UTF_16BE, Charset.forName("UTF-32"));
			return new String(json.getBytes(charset), StandardCharsets.ISO_8859_1);
		}
		return this.dice.oneIn(60) ? "\u00ef\u00bb\u00bf" + json : json;
	}

	private String order() {
		StringBuilder lines = new StringBuilder();
		for (int count = this.dice.oneIn(400) ? 2_000
				: this.dice.below(3) + (this.dice.oneIn(10) ? 0 : 1); count > 0; count--) {
			lines.append(this.dice.oneIn(40) ? value(2) : line()).append((count > 1) ? "," : "");
		}
		return "{" + member("customer", "\"ann\"") + ",\"lines\":[" + lines + "]" + maybe("mail", "\"a@b.example\"")
				+ maybe("due", "\"2026-01-31\"") + maybe("state", "\"OPEN\"") + maybe("labels", "{\"a\":1,\"b\":2}")
				+ maybe("tags", "[\"a\",\"b\"]") + (this.dice.oneIn(30) ? "," + member(text(), "1") : "") + "}";
	}

	private String line() {
		return "{" + member("article", "\"AB-12\"") + "," + member("quantity", this.dice.oneOf("1", "2", "13"))
				+ maybe("price", "1.5") + maybe("ref", "\"123e4567-e89b-12d3-a456-426614174000\"") + "}";
	}

	private String maybe(String name, String good) {
		return this.dice.oneIn(2) ? "," + member(name, good) : "";
	}

	private String member(String name, String good) {
		return "\"" + (this.dice.oneIn(40) ? name.toUpperCase() : name) + "\":"
				+ (this.dice.oneIn(12) ? value(2) : good);
	}

	private String value(int depth) {
		return switch (this.dice.below((depth > 0) ? 8 : 6)) {
			case 0, 1, 2 -> "\"" + text() + "\"";
			case 3, 4 -> this.dice.oneOf(NUMBERS);
			case 5 -> this.dice.oneOf("null", "true", "false", "\"" + "x".repeat(this.dice.below(3_000)) + "\"");
			case 6 -> "[" + value(depth - 1) + "," + value(depth - 1) + "]";
			default -> "{\"" + text() + "\":" + value(depth - 1) + ",\"a\":" + value(depth - 1) + "}";
		};
	}

	private String text() {
		return this.dice.oneIn(10) ? this.dice.junk(10) : this.dice.oneOf(TEXTS);
	}

	/**
	 * Return a text with some bytes changed, left out, put in or doubled.
	 */
	String mutated(String text, int times) {
		String mutated = text;
		for (int i = 0; i < times && !mutated.isEmpty(); i++) {
			int place = this.dice.below(mutated.length());
			int end = Math.min(mutated.length(), place + 1 + this.dice.below(4));
			String before = mutated.substring(0, place);
			mutated = switch (this.dice.below(4)) {
				case 0 -> before + (char) this.dice.below(256) + mutated.substring(place + 1);
				case 1 -> before + mutated.substring(end);
				case 2 -> before + this.dice.junk(3) + mutated.substring(place);
				default -> before + mutated.substring(place, end) + mutated.substring(place);
			};
		}
		return mutated;
	}

	String form() {
		String form = (this.dice.oneIn(4) ? "" : "name=ann&") + this.targets.parameters();
		return this.dice.oneIn(12) ? mutated(form, 2) : form;
	}

	String multipart() {
		StringBuilder body = new StringBuilder(this.dice.oneIn(20) ? "preamble\r\n" : "");
		boolean many = this.dice.oneIn(300);
		int count = many ? 1_200 : this.dice.below(4);
		for (int i = 0; i < count; i++) {
			body.append(many ? NOTE : boundary() + part() + "\r\n");
		}
		body.append(this.dice.oneIn(12) ? this.dice.oneOf("", "--B", "--B\r\n", "--C--", "--B-", "\r\n") : "--B--\r\n");
		return this.dice.oneIn(12) ? mutated(body.toString(), 2) : body.toString();
	}

	private String boundary() {
		return this.dice.oneIn(40) ? this.dice.oneOf("--B", "-B\r\n", "--B\n", "--C\r\n", "--B \r\n", "") : "--B\r\n";
	}

	private String part() {
		if (this.dice.oneIn(15)) {
			return this.dice.oneOf("\r\n", "Content-Disposition: form-data\r\n\r\nx",
					"Content-Disposition: attachment\r\n\r\nx", "Content-Type: text/plain\r\n\r\nx",
					"Content-Disposition form-data\r\n\r\nx", "X: " + "x".repeat(this.dice.below(12_000)) + "\r\n\r\nx",
					": \r\n\r\n", "Content-Disposition: form-data; name=\"file\r\n\r\nx");
		}
		return switch (this.dice.below(5)) {
			case 0, 1 -> part("file", "; filename=\""
					+ this.dice.oneOf("a.txt", "", "../a", "a\\\"b", "\u00e4", "a\u0000b", "x".repeat(300)) + "\""
					+ type() + "\r\n\r\n" + "x".repeat(this.dice.oneIn(40) ? 20_000 : this.dice.below(200)));
			case 2 -> part("order", type() + "\r\nContent-Type: application/json\r\n\r\n" + json(false));
			case 3 -> part("order", "; filename=\"o.json\"\r\nContent-Type: application/json\r\n\r\n" + json(false));
			default -> part("note", type() + "\r\n\r\n" + text());
		};
	}

	private String part(String name, String rest) {
		return "Content-Disposition: form-data; name="
				+ (this.dice.oneIn(40) ? this.dice.oneOf("", "x", "\"", "file*=UTF-8''%zz") : "\"" + name + "\"")
				+ rest;
	}

	private String type() {
		return this.dice.oneIn(4) ? "\r\nContent-Type: " + Headers.contentType(this.dice) : "";
	}

	String text(boolean large) {
		if (large) {
			return "x".repeat(this.dice.oneIn(20) ? 3_000_000 : 3_000 + this.dice.below(3_000));
		}
		return this.dice.oneIn(3) ? this.dice.junk(200)
				: this.dice.oneOf("one\ntwo\r\nthree", "", "\u00c3\u00a4", "\u00ff", "\u00c3");
	}

}
