package dev.errata.fuzz;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.wire.Answer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What has to be true of every answer, whatever was asked.
 */
final class Oracle {

	private static final Pattern LEAK = Pattern.compile("dev\\.errata|org\\.(springframework|apache|eclipse|hibernate)"
			+ "|java\\.(lang|util|io|net|nio|time)|jakarta\\.|tools\\.jackson|com\\.fasterxml|Exception|\\.java:|Zebra|/tmp/|"
			+ FuzzedService.SECRET);

	/**
	 * What is no failure of the service: methods, encodings and versions of HTTP that
	 * nobody knows.
	 */
	private static final Set<Integer> NOT_OURS = Set.of(501, 505);

	private static final Map<String, Shape> SHAPES = Map.of("default",
			new Shape("application/problem+json", Set.of("type", "title", "status", "code", "request_id"),
					Set.of("detail", "instance", "retryable", "errors", "until")),
			"v1", new Shape("application/json", Set.of("v1", "status", "request_id", "text"), Set.of()), "strict",
			new Shape("application/json", Set.of("strict", "status", "request_id", "text"), Set.of("errors")));

	private static final Pattern PLAIN_LINE = Pattern
		.compile("(GET|POST|PUT) ((?:/[a-z0-9]+)+)(\\?[a-zA-Z0-9&=-]*)? HTTP/1\\.1");

	/** Containers read no further, and then the path is unknown. */
	private static final int MAX_LINE = 4_000;

	private static final Pattern TOO_MANY_PARTS = Pattern.compile(
			"(?s)POST (/v1|/strict)?/upload .*Content-Type: multipart/form-data; boundary=B\\r\\nContent-Length: \\d+\\r\\n\\r\\n("
					+ Pattern.quote(Bodies.NOTE) + "){1001,}--B--\\r\\n");

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	private final Contracts contracts;

	private final ErrorLog log;

	Oracle(Contracts contracts, ErrorLog log) {
		this.contracts = contracts;
		this.log = log;
	}

	/**
	 * Return what is wrong with an answer, or {@code null}.
	 */
	@Nullable String flawOf(FuzzedRequest request, Answer answer) {
		List<String> ids = answer.headers().getOrDefault("X-Request-Id", List.of());
		String logged = this.log.take(ids.isEmpty() ? null : ids.get(0));
		List<String> handlers = answer.headers().getOrDefault(FuzzedService.HANDLER, List.of());
		String handler = handlers.isEmpty() ? null : handlers.get(0);
		boolean planned = answer.body().contains("\"planted\"") || answer.headers().toString().contains("planted")
				|| (handler != null && handler.endsWith(FuzzedService.BROKEN));
		if (answer.status() >= 500 && !NOT_OURS.contains(answer.status()) && !planned) {
			return answer.status() + " for " + logged;
		}
		if (logged != null) {
			return "ERROR beside " + answer.status() + ": " + logged;
		}
		// the catalog shows Java to those who ask for it
		if (answer.body().contains(FuzzedService.SECRET) || LEAK.matcher(answer.headers().toString()).find()
				|| (answer.status() >= 400 && LEAK.matcher(answer.body()).find())) {
			return "leak in an answer of " + answer.status() + " by " + handler;
		}
		if (answer.status() < 400) {
			return null;
		}
		return flawOfHead(request, answer, ids, handler);
	}

	/**
	 * Return what is wrong with an answer of the HTTP of 1991, which has no head. Tomcat
	 * speaks it where a request names no version, and goes on for the next one whose
	 * version it does not get to read.
	 */
	@Nullable String flawOfOldAnswer(FuzzedRequest request, String body) {
		if (LEAK.matcher(body).find()) {
			return "leak";
		}
		boolean versioned = request.line().split(" +").length > 2;
		return (request.framed() && versioned && !body.contains("malformed_request")) ? "no head" : null;
	}

	private @Nullable String flawOfHead(FuzzedRequest request, Answer answer, List<String> ids,
			@Nullable String handler) {
		if (ids.size() != 1) {
			return ids.size() + " request ids, " + answer.status();
		}
		if (!List.of("no-store").equals(answer.headers().get("Cache-Control"))) {
			return "Cache-Control " + answer.headers().get("Cache-Control") + ", " + answer.status();
		}
		if (answer.headers().containsKey("Server") || answer.headers().containsKey("X-Powered-By")) {
			return "leak of the server";
		}
		if (answer.status() == 400 && request.framed() && TOO_MANY_PARTS.matcher(request.text()).matches()) {
			return "400 for too many parts";
		}
		if (answer.status() == 401 && !answer.headers().containsKey("WWW-Authenticate")) {
			return "401 without a challenge";
		}
		return request.isHead() ? null : flawOfBody(request, answer, ids.get(0), handler);
	}

	private @Nullable String flawOfBody(FuzzedRequest request, Answer answer, String id, @Nullable String handler) {
		JsonNode document;
		try {
			document = JSON.readTree(answer.body());
		}
		catch (JacksonException ex) {
			return "no JSON, " + answer.status();
		}
		String contract = document.has("v1") ? "v1" : document.has("strict") ? "strict" : Contract.DEFAULT;
		String expected = expected(request, handler);
		if (expected != null && !expected.equals(contract)) {
			return "contract " + contract + " instead of " + expected + ", " + answer.status();
		}
		if (!SHAPES.get(contract).fits(document, answer)) {
			return "shape, " + answer.status() + " " + document.propertyNames() + answer.headers().get("Content-Type");
		}
		boolean replayed = answer.headers().containsKey("Idempotency-Replayed");
		if (!replayed && !document.get("request_id").asString().equals(id)) {
			return "another request id in the body, " + answer.status();
		}
		String code = document.get(contract.equals(Contract.DEFAULT) ? "code" : contract).asString();
		if (this.contracts.get(contract).catalog().find(code) == null) {
			return "unknown code " + code;
		}
		return null;
	}

	/**
	 * Return the contract of the handler, or of a path that leaves no doubt.
	 */
	private static @Nullable String expected(FuzzedRequest request, @Nullable String handler) {
		if (handler != null && !handler.equals("/**")) {
			return contractOf(handler);
		}
		var line = PLAIN_LINE.matcher(request.line());
		return (request.framed() && line.matches() && line.end() < MAX_LINE) ? contractOf(line.group(2)) : null;
	}

	private static String contractOf(String path) {
		return List.of("v1", "strict")
			.stream()
			.filter((name) -> path.equals("/" + name) || path.startsWith("/" + name + "/"))
			.findFirst()
			.orElse(Contract.DEFAULT);
	}

	private record Shape(String mediaType, Set<String> always, Set<String> sometimes) {

		boolean fits(JsonNode document, Answer answer) {
			return document.isObject() && List.of(this.mediaType).equals(answer.headers().get("Content-Type"))
					&& document.propertyNames().containsAll(this.always)
					&& document.propertyNames()
						.stream()
						.allMatch((name) -> this.always.contains(name) || this.sometimes.contains(name))
					&& document.get("status").isInt() && document.get("status").asInt() == answer.status();
		}

	}

}
