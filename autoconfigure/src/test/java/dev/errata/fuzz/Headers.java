package dev.errata.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The grammar of header lines. Which of them leave it open where a request ends, and so
 * are no matter of headers, {@link RequestGrammar} knows.
 */
final class Headers {

	private static final String[] CONTENT_TYPES = { "", "*/*", "application/*", "*", "text/plain",
			"text/plain;charset=utf-8", "text/plain;charset=nope", "text/plain;charset=", "text/plain;charset=\"utf-8",
			"application/json", "application/json;charset=utf-16", "application/json;charset=utf-8",
			"application/json;charset=nope", "application/json;charset=a b", "application/json;",
			"application/json;;a=b", "application/json;a", "json", "/", "a/b/c", "application/x-www-form-urlencoded",
			"application/x-www-form-urlencoded;charset=iso-8859-1", "application/x-www-form-urlencoded;charset=nope",
			"multipart/form-data", "multipart/form-data;boundary=", "multipart/form-data; boundary=\"B",
			"multipart/form-data; boundary=\u00e4", "multipart/mixed; boundary=B",
			"multipart/form-data; boundary=" + "B".repeat(80), "application/json, text/plain",
			"application/vnd.shop+json", "application/problem+json", "application/octet-stream", "application/xml",
			"application/json\t", "text/*;q=1", "application/yaml", "application/cbor", "application/x-ndjson",
			"text/event-stream", "image/png", "\u00e4/\u00e4" };

	private static final String[] ACCEPT = { "*/*", "application/json", "text/html", "text/html,*/*;q=0.8",
			"text/plain", "application/problem+json", "", " ", ",", ",,*/*", "a", "text/*;q=0.1, */*;q=0", ";", "a/b;c",
			"*/json", "text/html;q=2", "text/plain;charset=\"utf", "image/png", "text/event-stream",
			"application/json;charset=nope", "application/json;q=", "*", "text/html;q=0", "application/xml", "/", "a/",
			"text/plain;a=\"\\\"", "application/*+json", "application/javascript", "text/typescript",
			"application/schema+json" };

	private static final String[] LANGUAGES = { "de", "en;q=0.5,de", "*", "", "xx-YY-zz", "de;q=x", "en-US-x-private",
			"_", "de-DE-u-co-phonebk", "-", "i-klingon", "de;", ",", "de;q=1.5", "\u00e4", "zh-Hant-TW, de;q=0.1" };

	private static final String[] RANGES = { "bytes=0-3", "bytes=5-2", "bytes=-5", "bytes=-0", "bytes=9999-",
			"bytes=0-,0-,0-", "bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,20-20,22-22", "bytes", "bytes=",
			"lines=1-2", "bytes=a-b", "bytes=0-99999999999999999999", "", "bytes=1-2,", "bytes=1-2;3-4", "bytes = 1-2",
			"bytes=--1" };

	private static final String[] TAGS = { "\"v1\"", "v1", "*", "W/\"v1\"", "\"", "", "\"a\",\"v1\"", "W/", ",", "\"v1",
			"w/\"v1\"" };

	private static final String[] DATES = { "Tue, 14 Nov 2023 22:13:20 GMT", "Wed, 21 Oct 2015 07:28:00 GMT", "-1", "0",
			"", "yesterday", "Tuesday, 14-Nov-23 22:13:20 GMT", "Tue Nov 14 22:13:20 2023",
			"Tue, 14 Nov 99999 22:13:20 GMT", "Tue, 31 Feb 2023 22:13:20 GMT",
			"Tue, 14 Nov 2023 22:13:20 GMT; length=7" };

	private static final String[] CREDENTIALS = { basic("ann:secret"), basic("ann:secret"), basic("ann:secret"),
			basic("ann:wrong"), basic("nobody:secret"), basic("ann"), basic(""), basic(":"), basic("ann:\u00ff"),
			"Basic", "Basic ", "Basic %%%", "basic YQ", "Bearer x", "Bearer", "", "Digest username=\"a\"",
			"Basic YQ== YQ==", "\u00e4" };

	private final Dice dice;

	private final long index;

	Headers(Dice dice, long index) {
		this.dice = dice;
		this.index = index;
	}

	static String contentType(Dice dice) {
		return dice.oneIn(20) ? valueOf(dice.junk(20)) : dice.oneOf(CONTENT_TYPES);
	}

	static String basic(String credentials) {
		return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Return a header that may stand in any request.
	 */
	String line() {
		return switch (this.dice.below(22)) {
			case 0, 1, 2 -> "Accept: " + (this.dice.oneIn(40) ? "a/b,".repeat(60) + "*/*" : value(ACCEPT));
			case 3, 4 -> "Accept-Language: " + (this.dice.oneIn(4) ? anyLanguage() : value(LANGUAGES));
			case 5 -> this.dice.oneOf("Accept-Charset", "Accept-Encoding", "TE", "Content-Encoding", "Content-Language",
					"Pragma") + ": " + value("gzip", "utf-8", "nope", "", "*", "gzip;q=0", "trailers", "identity");
			case 6 -> "Range: " + value(RANGES);
			case 7 -> this.dice.oneOf("If-Match", "If-None-Match", "If-Range") + ": " + value(TAGS);
			case 8 ->
				this.dice.oneOf("If-Modified-Since", "If-Unmodified-Since", "If-Range", "Date") + ": " + value(DATES);
			case 9, 10 -> "Idempotency-Key: " + key();
			case 11 -> "Authorization: " + value(CREDENTIALS);
			case 12 -> "Cookie: " + value("session=123e4567-e89b-12d3-a456-426614174000", "session=x", "session=\"",
					"=", ";", "a", "session=;session=", "$Version=1; a=b", "JSESSIONID=x", "a=\u00e4", "session=%zz");
			case 13 -> "Origin: " + value("https://shop.example", "https://evil.example", "null", "", "https://a b",
					"x", "\u00e4", "http://localhost", "https://shop.example:x");
			case 14 -> "Access-Control-Request-" + this.dice.oneOf("Method: ", "Headers: ")
					+ value("GET", "POST", "", "BREW", "x, y", "\u00e4");
			case 15 -> this.dice.oneOf("X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port",
					"X-Forwarded-Prefix", "X-Forwarded-For", "Forwarded", "X-Original-URL", "X-HTTP-Method-Override")
					+ ": " + value("shop.example", "https", "443", "x", "/prefix", "", "for=;host=", "DELETE");
			case 16 -> "Connection: "
					+ value("keep-alive", "close", "x", "", "x, close", "Upgrade", "keep-alive, close", "X-Request-Id");
			case 17 -> "Upgrade: " + value("h2c", "websocket", "", "x/1");
			case 18 -> "X-Count: " + value("3", "x", "", "1,2", "99999999999");
			case 19 -> "X-Large: "
					+ "x".repeat(this.dice.oneIn(20) ? 5_000 + this.dice.below(60_000) : this.dice.below(3_000));
			case 20 -> this.dice.oneIn(30) ? "X-Many: x\r\n".repeat(300) + "X-Last: x"
					: "Content-Type: " + contentType(this.dice);
			default -> "X-" + this.dice.oneOf("A", "Junk", "B-C") + ": " + junk(40);
		};
	}

	/**
	 * Return a header line that is none, or not quite.
	 */
	String malformed() {
		return this.dice.oneOf("NoColon", "Bad Name: x", ": x", "X-A : y", "X\u0000: y", "X-A: \u0000", "X-A: a\n b",
				"X-A: a\r\n b", "X-A: a\rb", "X-\u00e4: y", " X-A: y", "X-A: y\r\n\tz", "(x): y", "X-A\n", "\n",
				"X-A: \u007f", "Host : x", "X:y", "\t");
	}

	String requestId() {
		if (!this.dice.oneIn(8)) {
			return "X-Request-Id: f" + this.index + "\r\n";
		}
		return this.dice.oneOf("", "X-Request-Id: \r\n", "X-Request-Id: a b\r\n",
				"X-Request-Id: " + "x".repeat(129) + "\r\n", "X-Request-Id: \u00e4\r\n", "X-Request-Id: {code}\r\n",
				"X-Request-Id: \"}\r\n", "X-Request-Id: <script>\r\n",
				"X-Request-Id: a" + this.index + "\r\nX-Request-Id: b\r\n",
				"X-Request-Id: f" + this.index + ".%0d%0a\r\n", "X-Request-Id: a\tb\r\n");
	}

	/**
	 * Return a key that is new, or one that the neighbours of this request use as well.
	 */
	String key() {
		return switch (this.dice.below(6)) {
			case 0, 1 -> "k" + this.index;
			case 2, 3 -> "n" + this.index / 8;
			default -> value("\"quoted\"", "\"", "", "a,b", "a;b", "x".repeat(255), "x".repeat(300), "\u00e4",
					"\"a\\\"\"", "\"a\\", "a b", "a\r\nIdempotency-Key: b", ":YQ==:", "1");
		};
	}

	private String anyLanguage() {
		return "" + (char) ('a' + this.dice.below(26)) + (char) ('a' + this.dice.below(26)) + "-"
				+ (char) ('A' + this.dice.below(26)) + (char) ('A' + this.dice.below(26))
				+ (this.dice.oneIn(2) ? "-x-" + this.dice.below(1_000_000) : "");
	}

	private String value(String... values) {
		return this.dice.oneIn(30) ? junk(20) : this.dice.oneOf(values);
	}

	private String junk(int maxLength) {
		return valueOf(this.dice.junk(maxLength));
	}

	/**
	 * Return a text without what ends the line that it stands in.
	 */
	private static String valueOf(String text) {
		return text.replaceAll("[\\x00\\r\\n]", "?");
	}

}
