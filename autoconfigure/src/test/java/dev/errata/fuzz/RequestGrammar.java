package dev.errata.fuzz;

import java.util.List;

/**
 * The grammar of requests. Most of them are nearly right, for it is the first mistake
 * that decides how far into the service a request gets.
 */
final class RequestGrammar {

	private static final List<Endpoint> ENDPOINTS = List.of(new Endpoint("GET", "/fine", Body.NONE),
			new Endpoint("POST", "/orders", Body.ORDER), new Endpoint("POST", "/orders", Body.ORDER),
			new Endpoint("POST", "/orders", Body.ORDER), new Endpoint("POST", "/list", Body.LINES),
			new Endpoint("POST", "/map", Body.ORDER), new Endpoint("GET", "/orders/{id}", Body.NONE),
			new Endpoint("GET", "/orders/{id}", Body.NONE), new Endpoint("GET", "/search", Body.NONE),
			new Endpoint("GET", "/search", Body.NONE), new Endpoint("GET", "/head", Body.NONE),
			new Endpoint("GET", "/bean", Body.NONE), new Endpoint("GET", "/bean", Body.NONE),
			new Endpoint("GET", "/cars/{id}", Body.NONE), new Endpoint("POST", "/form", Body.FORM),
			new Endpoint("POST", "/form", Body.FORM), new Endpoint("POST", "/form/map", Body.FORM),
			new Endpoint("POST", "/upload", Body.MULTIPART), new Endpoint("POST", "/upload", Body.MULTIPART),
			new Endpoint("POST", "/text", Body.TEXT), new Endpoint("POST", "/string", Body.TEXT),
			new Endpoint("PUT", "/bytes/{id}", Body.TEXT), new Endpoint("GET", "/later", Body.NONE),
			new Endpoint("POST", "/deferred", Body.ORDER), new Endpoint("GET", "/stream", Body.NONE),
			new Endpoint("GET", "/events", Body.NONE), new Endpoint("GET", "/tagged", Body.NONE),
			new Endpoint("PUT", "/tagged", Body.TEXT), new Endpoint("GET", "/picky", Body.NONE),
			new Endpoint("POST", "/pay", Body.LINE), new Endpoint("POST", "/pay", Body.LINE),
			new Endpoint("POST", "/small", Body.LARGE), new Endpoint("GET", "/fn/{id}", Body.NONE),
			new Endpoint("POST", "/fn/{id}", Body.ORDER), new Endpoint("GET", "/files/poem.txt", Body.NONE),
			new Endpoint("GET", FuzzedService.BROKEN, Body.NONE));

	private static final String[] METHODS = { "GET", "HEAD", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
			"TRACE", "CONNECT", "BREW", "get", "PROPFIND", "G@T", "", "PRI", "GET\u0000", "\u00e4", "X".repeat(100) };

	private static final String[] VERSIONS = { "HTTP/1.0", "HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "HTTP/0.9", "HTTP/9.9",
			"HTTX/1.1", "http/1.1", "", "HTTP/1.1 ", "HTTP/1.1\u0000", "HTTP/11" };

	private final long seed;

	RequestGrammar(long seed) {
		this.seed = seed;
	}

	FuzzedRequest request(long index) {
		Dice dice = new Dice(this.seed, index);
		Targets targets = new Targets(dice);
		Headers headers = new Headers(dice, index);
		Bodies bodies = new Bodies(dice, targets);
		Endpoint endpoint = dice.oneOf(ENDPOINTS);
		boolean framed = true;
		String method = dice.oneIn(12) ? dice.oneOf(METHODS) : endpoint.method();
		String version = "HTTP/1.1";
		if (dice.oneIn(50)) {
			framed = false;
			version = dice.oneOf(VERSIONS);
		}
		StringBuilder head = new StringBuilder(dice.oneIn(60) ? "\r\n" : "");
		head.append(method).append(' ').append(targets.target(dice.oneOf("", "", "/v1", "/strict") + endpoint.path()));
		head.append(' ').append(version).append("\r\n");
		head.append(dice.oneIn(60) ? host(dice) : "Host: localhost\r\n").append(headers.requestId());
		for (int count = dice.below(4); count > 0; count--) {
			head.append(headers.line()).append("\r\n");
		}
		if (endpoint.path().equals("/pay")) {
			head.append("Idempotency-Key: ").append(headers.key()).append("\r\n");
		}
		if (!dice.oneIn(3)) {
			head.append("Authorization: ").append(Headers.basic("ann:secret")).append("\r\n");
		}
		if (dice.oneIn(40)) {
			framed = false;
			head.append(headers.malformed()).append("\r\n");
		}
		if (dice.oneIn(60)) {
			head.append("Expect: ")
				.append(dice.oneOf("100-continue", "100-continue", "magic", "", "100-Continue, x"))
				.append("\r\n");
		}
		Body body = dice.oneIn(25) ? dice.oneOf(Body.values()) : endpoint.body();
		String type = dice.oneIn(8) ? Headers.contentType(dice) : body.type;
		if (!type.isEmpty() && !dice.oneIn(40)) {
			head.append("Content-Type: ").append(type).append("\r\n");
		}
		Framing framing = new Framing(dice, bodies);
		String text = framing.framed(head.toString(), body.write(bodies, dice));
		return finish(dice, bodies, new FuzzedRequest("seed " + this.seed + ", index " + index, text,
				framed && framing.isClear(), framing.isCut()));
	}

	/**
	 * Break off what is complete, or let more follow.
	 */
	private static FuzzedRequest finish(Dice dice, Bodies bodies, FuzzedRequest request) {
		String text = request.text();
		if (dice.oneIn(30)) {
			return new FuzzedRequest(request.name(), text.substring(0, dice.below(text.length() + 1)), false, true);
		}
		if (dice.oneIn(25)) {
			return new FuzzedRequest(request.name(), bodies.mutated(text, 1 + dice.below(4)), false, request.cut());
		}
		if (dice.oneIn(40)) {
			String more = dice.oneOf("\r\n", "garbage", "\u0000", "GET /fine HTTP/1.1\r\nHost: localhost\r\n\r\n",
					"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n", "POST /orders HTTP/1.1\r\n\r\n",
					"GET /%zz HTTP/1.1\r\n\r\n", dice.junk(40));
			return new FuzzedRequest(request.name(), text + more, false, request.cut());
		}
		return request;
	}

	private static String host(Dice dice) {
		return dice.oneOf("", "Host: \r\n", "Host: a b\r\n", "Host: localhost:x\r\n", "Host: localhost:99999\r\n",
				"Host: a\r\nHost: b\r\n", "Host: [::1\r\n", "Host: shop.example\r\n", "Host: \u00e4\r\n",
				"Host: a/b\r\n", "Host: a@b\r\n", "Host: [::1]:80\r\n", "Host: \"<x>\"\r\n");
	}

	private record Endpoint(String method, String path, Body body) {

	}

	private enum Body {

		NONE(""), ORDER("application/json"), LINE("application/json"), LINES("application/json"),
		FORM("application/x-www-form-urlencoded"), MULTIPART("multipart/form-data; boundary=B"), TEXT("text/plain"),
		LARGE("application/octet-stream");

		private final String type;

		Body(String type) {
			this.type = type;
		}

		private String write(Bodies bodies, Dice dice) {
			return switch (this) {
				case NONE -> "";
				case ORDER -> bodies.json(false);
				case LINE -> bodies.json(true);
				case LINES -> "[" + bodies.json(true) + "," + bodies.json(true) + "]";
				case FORM -> bodies.form();
				case MULTIPART -> bodies.multipart();
				case TEXT -> bodies.text(false);
				case LARGE -> bodies.text(dice.oneIn(4));
			};
		}

	}

}
