package dev.errata.fuzz;

/**
 * How a body is put behind its head: mostly so that it is clear where it ends.
 */
final class Framing {

	private final Dice dice;

	private final Bodies bodies;

	private boolean clear = true;

	private boolean cut;

	Framing(Dice dice, Bodies bodies) {
		this.dice = dice;
		this.bodies = bodies;
	}

	/**
	 * Return whether it is clear where the request ends.
	 */
	boolean isClear() {
		return this.clear;
	}

	/**
	 * Return whether less has come than was announced.
	 */
	boolean isCut() {
		return this.cut;
	}

	/**
	 * Return a whole request.
	 * @param head its lines so far
	 * @param body its body
	 */
	String framed(String head, String body) {
		int kind = this.dice.below(40);
		if (kind == 0) {
			this.clear = false;
			return head + wrong(body);
		}
		if (kind == 1) {
			this.clear = false;
			return head + "Transfer-Encoding: chunked\r\n\r\n" + broken(body);
		}
		if (kind < 6 && !body.isEmpty()) {
			return head + "Transfer-Encoding: chunked\r\n\r\n" + chunks(body, "") + "0\r\n\r\n";
		}
		return head + (body.isEmpty() && this.dice.oneIn(2) ? "" : "Content-Length: " + body.length() + "\r\n") + "\r\n"
				+ body;
	}

	private String wrong(String body) {
		int length = body.length();
		switch (this.dice.below(5)) {
			case 0:
				this.cut = true;
				return "Content-Length: " + (length + 1 + this.dice.below(100)) + "\r\n\r\n" + body;
			case 1:
				return "Content-Length: " + this.dice.below(length + 1) + "\r\n\r\n" + body;
			case 2:
				return "Content-Length: " + this.dice.oneOf("-1", "ten", "+" + length, length + "," + length, "0x5", "",
						" " + length + " ", "99999999999999999999", length + "\r\nContent-Length: " + length,
						length + "\r\nContent-Length: " + (length + 1), length + " 0") + "\r\n\r\n" + body;
			case 3:
				return "Transfer-Encoding: "
						+ this.dice.oneOf("nope", "gzip, chunked", "chunked, chunked", "Chunked", "identity",
								"chunked;a=b", "chunked, identity", "", "\u000bchunked",
								"chunked\r\nTransfer-Encoding: chunked", "chunked\r\nContent-Length: " + length)
						+ "\r\n\r\n" + chunks(body, "") + "0\r\n\r\n";
			default:
				return "\r\n" + body;
		}
	}

	private String chunks(String body, String extension) {
		StringBuilder chunks = new StringBuilder();
		int start = 0;
		while (start < body.length()) {
			int end = Math.min(body.length(),
					start + 1 + this.dice.below((body.length() > 10_000) ? body.length() : 60));
			chunks.append(Integer.toHexString(end - start)).append(extension).append("\r\n");
			chunks.append(body, start, end).append("\r\n");
			start = end;
		}
		return chunks.toString();
	}

	private String broken(String body) {
		switch (this.dice.below(6)) {
			case 0:
				this.cut = true;
				return chunks(body, "");
			case 1:
				return this.dice.oneOf("zz", "-1", "ffffffffffffffffff", "7fffffff", "80000000", "", " ", "1 1", "0x1",
						"\u0000") + "\r\n" + body + "\r\n0\r\n\r\n";
			case 2:
				return chunks(body,
						this.dice.oneOf(";a=b", ";", ";a=\"", ";" + "x".repeat(9_000), " ;a", "\t", ";\u0000", ";a\n"))
						+ "0\r\n\r\n";
			case 3:
				return chunks(body, "") + "0\r\n" + this.dice.oneOf("X-T: a", "NoColon", "X-T: " + "x".repeat(9_000),
						"Content-Length: 5", ": x", "X-T: \u0000", "X-T: a\r\n b") + "\r\n\r\n";
			case 4:
				return chunks(body, "").replace("\r\n", this.dice.oneOf("\n", "\r", "\r\n\r\n", "")) + "0\r\n\r\n";
			default:
				return this.bodies.mutated(chunks(body, "") + "0\r\n\r\n", 1 + this.dice.below(2));
		}
	}

}
