package dev.errata.fuzz;

/**
 * The grammar of request targets: mostly paths that lead somewhere, with a mistake now
 * and then.
 */
final class Targets {

	private static final String[] IDS = { "7", "7", "7", "0", "-1", "abc", "9999999999999999999", "%37", "%c3%a4",
			"%zz", "%", "%f", "%ff", "%00", "%0d%0a", "%2f", "%5c", "%2e%2e", "7;year=2024", "7;year=x;color=red,blue",
			"7;year", "7;=", "7;color=%zz", "7;jsessionid=A%0d", "7.json", "a%20b", "a+b", "\u00e4", "a b", "{id}",
			"\"", "|", "\\", "7;year=%", "%u0037", "7%3b" };

	private static final String[] ODD = { "*", "/", "//", "///", "", "?", "#", ";", "/;", "/.", "/..", "/%2e%2e/",
			"localhost", "localhost:80", "fine", "http://localhost", "http://", "mailto:a@b", "/error", "/errors",
			"/errors/", "/errors/default", "/errors/default/not_found", "/errors/v1/bad", "/errors/nope/nope",
			"/errors;a=%u1f", "/errors?contract=v1", "/errors/errata.js", "/errors/../error", "/favicon.ico",
			"/index.html", "/nothing", "/v1", "/v1/", "/v1/nothing", "//v1/nothing", "/v1//nothing", "/strict/nothing",
			"/V1/fine", "/v1;a/fine", "/%761/fine", "/v1%2ffine", "/v1/../fine", "/x/../v1/fine", "/v1/./fine",
			"/v1/%2e/fine", "/v1/..;/fine", "/WEB-INF/web.xml", "/META-INF/", "/files/", "/files/../fine",
			"/files/%2e%2e/messages.properties", "/files/..%2fmessages.properties", "/files/nothing.txt",
			"/files/poem.txt/", "/files//poem.txt" };

	private static final String[] NAMES = { "size", "since", "state", "only", "ref", "q", "page", "name", "no", "nope",
			"only%5b0%5d", "only%5b300%5d", "only%5b2147483647%5d", "only%5b-1%5d", "only%5b", "only%5bx%5d",
			"only%5b%5d", "q.x", "q%5b0%5d", "page.y", "class.name", "_q", "!q", "%71", "", "%zz", "search.q",
			"state%5b0%5d", "since.year", "number", "number.x", "child.size", "child.child.child.size", "child",
			"child.nope.x", "only%5b0%5d.size", "only.size", "counts%5bOPEN%5d", "counts%5bx%5d", "counts", "counts.x",
			"counts%5b%5d", "counts%5bOPEN%5d.x", "size.x", "size%5b0%5d", "child%5b0%5d", ".", "a..b", "%5b", "%5d",
			"size%5b" };

	private static final String[] VALUES = { "1", "5", "13", "-1", "101", "x", "", "1.5", "9999999999999", "2026-01-31",
			"2026-02-30", "31.01.2026", "OPEN", "open", "2", "1,2,3", "1,x", "%c3%a4", "%c3%28", "%zz", "%", "%00",
			"%0a", "+", "a=b", "123e4567-e89b-12d3-a456-426614174000", "1-1-1-1-1", "ann", "'\"<", "\u00ff",
			"%f0%9f%98%80", "%ed%a0%80", "true", "null", "NaN", "${x}", "#{x}", "{x}" };

	private final Dice dice;

	Targets(Dice dice) {
		this.dice = dice;
	}

	String target(String path) {
		if (this.dice.oneIn(12)) {
			return this.dice.oneOf(ODD) + (this.dice.oneIn(3) ? "?" + parameters() : "");
		}
		String target = path.replace("{id}", this.dice.oneOf(IDS));
		if (this.dice.oneIn(8)) {
			target = misspelt(target);
		}
		if (this.dice.oneIn(40)) {
			target = this.dice.oneOf("http://localhost", "http://other.example:99", "HTTP://[::1]",
					"https://a:b@localhost", "http://a b", "http:/", "ftp://x", "//localhost") + target;
		}
		return this.dice.oneIn(2) ? target + "?" + parameters() : target;
	}

	private String misspelt(String path) {
		int place = this.dice.below(path.length() + 1);
		String before = path.substring(0, place);
		String after = path.substring(place);
		return switch (this.dice.below(8)) {
			case 0 -> before + this.dice.oneOf("/", "/./", "/../", "/x/../", ";", ";a=b", ";a=%zz", ";a=%", "//", "\\")
					+ after;
			case 1 ->
				after.isEmpty() ? path + "/" : before + "%%%02x".formatted((int) after.charAt(0)) + after.substring(1);
			case 2 -> path.replace("/", this.dice.oneOf("//", "/;/", "/;x=y/", "/./", "/%2e/", "\\", "%2f"));
			case 3 -> before + junk(6) + after;
			case 4 -> path.toUpperCase();
			case 5 -> "/" + path;
			case 6 -> path + this.dice.oneOf("/", "/x", ".json", "%20", "%", "#x", ";");
			default -> this.dice.oneIn(20) ? path + "/" + "x".repeat(5_000 + this.dice.below(20_000)) : before
					+ this.dice.oneOf("%00", "%zz", "%", "%ff", "%25", "%u002f", "\u0001", "\u00e4", "^", "`") + after;
		};
	}

	/**
	 * Return parameters as they stand in a query or a form.
	 */
	String parameters() {
		int count = this.dice.oneIn(500) ? 1_200 : this.dice.below(4);
		StringBuilder parameters = new StringBuilder(this.dice.oneIn(30) ? junk(10) : "");
		for (int i = 0; i < count; i++) {
			parameters
				.append((i > 0) ? this.dice.oneIn(20) ? this.dice.oneOf(";", "&&", "&=", "=&", "?", "") : "&" : "")
				.append(this.dice.oneOf(NAMES))
				.append(this.dice.oneIn(20) ? "" : "=")
				.append(this.dice.oneIn(20) ? junk(8) : this.dice.oneOf(VALUES));
		}
		return parameters.toString();
	}

	/**
	 * Return a text that does not end the line it stands in.
	 */
	private String junk(int maxLength) {
		return this.dice.junk(maxLength).replaceAll("[\\r\\n]", "?");
	}

}
