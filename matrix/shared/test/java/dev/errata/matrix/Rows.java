package dev.errata.matrix;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import dev.errata.matrix.Row.Server;

import static dev.errata.matrix.Row.row;
import static dev.errata.wire.Exchange.form;
import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Exchange.multipart;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Exchange.post;

/**
 * What is sent to the service on each platform, and what has to come back. They are sent
 * in this order.
 */
final class Rows {

	private static final String ORDER = "{\"item\":\"ink\",\"count\":1,\"tags\":[]}";

	private static final String ACCEPT_HTML = "Accept: text/html";

	private Rows() {
	}

	/**
	 * Return all rows.
	 */
	static List<Row> all() {
		return List.of(
				row("success", get("/fine")).sends(200, "fine"),
				// own code
				row("declared code", get("/code")).fails(402, "insufficient_balance", "Top up 5 first."),
				row("standard code", get("/standard")).fails(429, "too_many_requests", "Too many requests."),
				row("code with retry advice", get("/retry")).fails(503, "out_of_stock", "Gone until Monday.").with("Retry-After", "30"),
				row("undeclared code", get("/unknown-code")).fails(500, "server_error", "The request failed."),
				row("annotated exception", get("/annotated")).fails(409, "order_shipped", "Conflict"),
				row("exception of a code", get("/claimed")).fails(410, "withdrawn", "Gone"),
				row("exception of another thread", get("/wrapped")).fails(410, "withdrawn", "Gone"),
				row("unexpected exception", get("/crash")).fails(500, "internal_error", "An unexpected error occurred."),
				row("error of the JVM", get("/error-of-the-jvm")).fails(500, "internal_error", "An unexpected error occurred."),
				row("status exception", get("/status")).fails(410, "gone", "internal: row 4711"),
				row("annotated status", get("/status-annotation")).fails(418, "client_error", "The request could not be answered."),
				row("own response", get("/entity")).sends(422, "own"),
				row("filter", get("/filtered")).fails(409, "order_shipped", "Conflict"),
				row("contract of a path", get("/v1/code")).sends(409, "{\"error\":{\"message\":\"The request conflicts with the state of the resource.\",\"type\":\"conflict\",\"param\":null,\"code\":\"conflict\",\"request_id\":\"r-1\"}}"),
				row("unknown path of a contract", get("/v1/nowhere")).sends(404, "{\"error\":{\"message\":\"The requested resource does not exist.\",\"type\":\"not_found\",\"param\":null,\"code\":\"not_found\",\"request_id\":\"r-1\"}}"),
				row("unsupported method of a contract", post("/v1/code")).sends(405, "{\"error\":{\"message\":\"Method POST is not supported here; use GET.\",\"type\":\"method_not_allowed\",\"param\":null,\"code\":\"method_not_allowed\",\"request_id\":\"r-1\"}}").with("Allow", "GET"),
				// routing
				row("unknown path", get("/nowhere")).fails(404, "not_found", "The requested resource does not exist."),
				row("unknown path for a browser", get("/nowhere").header(ACCEPT_HTML)).fails(404, "not_found", "The requested resource does not exist."),
				row("unknown path for an image", get("/nowhere.png").header("Accept: image/png")).fails(404, "not_found", "The requested resource does not exist."),
				row("unsupported method", post("/code")).fails(405, "method_not_allowed", "Method POST is not supported here; use GET.").with("Allow", "GET"),
				row("unsupported method of a file", of("DELETE", "/nowhere")).fails(404, "not_found", "The requested resource does not exist."),
				row("not acceptable", get("/fine").header("Accept: application/xml")).fails(406, "not_acceptable", "The answer can only be text/plain.").with("Accept", "text/plain"),
				row("unparsable Accept", get("/fine").header("Accept: what")).fails(406, "not_acceptable", "The answer can only be text/plain.").with("Accept", "text/plain"),
				row("HEAD of an error", of("HEAD", "/code")).fails(402, "insufficient_balance", "Top up 5 first."),
				row("HEAD of an unknown path", of("HEAD", "/nowhere")).fails(404, "not_found", "The requested resource does not exist."),
				row("HEAD of a success", of("HEAD", "/fine")).sends(200, ""),
				row("OPTIONS", of("OPTIONS", "/code")).sends(200, "").with("Allow", "GET,HEAD,OPTIONS"),
				row("OPTIONS of an unknown path", of("OPTIONS", "/nowhere")).fails(404, "not_found", "The requested resource does not exist."),
				row("unknown method", of("BREW", "/code")).fails(400, "request_rejected", "The request was rejected."),
				row("preflight of a stranger", of("OPTIONS", "/code").header("Origin: https://stranger.example") .header("Access-Control-Request-Method: GET")).sends(200, ""),
				// input
				row("unsupported media type", post("/orders").header("Content-Type: text/plain").body("ink")).fails(415, "unsupported_media_type", "Content type 'text/plain' is not supported here; send application/json.").with("Accept", "application/json"),
				row("unparsable media type", post("/orders").header("Content-Type: what").body("ink")).fails(415, "unsupported_media_type", "This content type is not supported here; send application/json.").with("Accept", "application/json"),
				row("no media type", post("/orders").body(ORDER)).fails(415, "unsupported_media_type", "This content type is not supported here; send application/json.").with("Accept", "application/json"),
				row("malformed body", json("/orders", "{\"item\":")).fails(400, "malformed_body", "The body is not valid JSON at line 1, column 9."),
				row("body of another type", json("/orders", "[1]")).fails(400, "malformed_body", "The body must be an object."),
				row("missing body", json("/orders", "")).fails(400, "body_missing", "The request needs a body."),
				row("wrong type in a body", json("/orders", "{\"item\":\"ink\",\"count\":\"many\",\"tags\":[]}")).fails(400, "validation_failed", "count must be a whole number").violates("count", "field_type", "must be a whole number"),
				row("invalid body", json("/orders", "{\"item\":\"\",\"count\":0,\"tags\":[\"a\",\"\"]}")).fails(400, "validation_failed", "item must not be blank").violates("item", "field_empty", "must not be blank").violates("count", "field_range", "must be greater than or equal to 1").violates("tags[1]", "field_empty", "must not be blank"),
				row("valid body", json("/orders", ORDER)).sends(200, "{\"item\":\"ink\",\"count\":1,\"tags\":[]}"),
				row("path of another type", get("/numbers/many")).fails(400, "parameter_type", "Path variable 'number' must be a whole number.").violates("number", "parameter_type", "must be a whole number"),
				row("invalid path", get("/ranges/10")).fails(400, "validation_failed", "number must be less than or equal to 9").violates("number", "field_range", "must be less than or equal to 9"),
				row("missing parameter", get("/parameter")).fails(400, "parameter_missing", "Parameter 'page' is missing.").violates("page", "parameter_missing", "is missing"),
				row("parameter of another type", get("/parameter?page=many")).fails(400, "parameter_type", "Parameter 'page' must be a whole number.").violates("page", "parameter_type", "must be a whole number"),
				// told from failures of the service by what Spring says then
				row("parameter below a number", get("/filter?sizes%5B0%5D.x=1")).fails(400, "validation_failed", "The request is not valid."),
				row("parameter below a list", get("/filter?sizes.x=1")).fails(400, "validation_failed", "The request is not valid."),
				row("missing header", get("/header")).fails(400, "parameter_missing", "Header 'X-Tenant' is missing.").violates("X-Tenant", "parameter_missing", "is missing"),
				row("missing cookie", get("/cookie")).fails(400, "parameter_missing", "Cookie 'session' is missing.").violates("session", "parameter_missing", "is missing"),
				row("body over the limit", of("PUT", "/small").header("Content-Type: application/json").body(ORDER)).fails(413, "payload_too_large", "The request body is too large."),
				row("form instead of an upload", form("/upload", "file=1")).fails(415, "unsupported_media_type", "Content type 'application/x-www-form-urlencoded' is not supported here; send multipart/form-data.").with("Accept", "multipart/form-data"),
				row("missing upload", multipart("/upload", "name=\"other\"\n\n1")).fails(400, "parameter_missing", "Part 'file' is missing.").violates("file", "parameter_missing", "is missing"),
				row("upload", multipart("/upload", "name=\"file\"; filename=\"a.txt\"\n\n1\n")).sends(200, "uploaded 3"),
				row("part without a name", post("/upload").header("Content-Type: multipart/form-data; boundary=B").body("--B\r\nContent-Disposition: form-data\r\n\r\n1\r\n--B--\r\n")).fails(400, "malformed_request", "The request could not be read.")
					.on(Server.TOMCAT, "takes it for no part", Rows::isMissing)
					.on(Server.WAR, "takes it for no part", Rows::isMissing),
				row("upload without a boundary", post("/upload").header("Content-Type: multipart/form-data").body("x")).fails(400, "malformed_request", "The request could not be read."),
				// security
				row("no credentials", get("/secured/fine")).fails(401, "credentials_missing", "Authentication is required.").with("WWW-Authenticate", "Basic realm=\"Realm\""),
				row("wrong credentials", get("/secured/fine").header(basic("ada", "byron"))).fails(401, "credentials_invalid", "The credentials are not valid.").with("WWW-Authenticate", "Basic realm=\"Realm\""),
				row("malformed credentials", get("/secured/fine").header("Authorization: Basic what")).fails(401, "credentials_invalid", "The credentials are not valid.").with("WWW-Authenticate", "Basic realm=\"Realm\""),
				row("right credentials", get("/secured/fine").header(basic("ada", "lovelace"))).sends(200, "secured"),
				row("forbidden", get("/secured/admin").header(basic("ada", "lovelace"))).fails(403, "forbidden", "Access is denied."),
				row("no credentials for what is not there", get("/secured/nowhere")).fails(401, "credentials_missing", "Authentication is required.").with("WWW-Authenticate", "Basic realm=\"Realm\""),
				// keys
				row("missing key", json("/payments", ORDER)).fails(400, "idempotency_key_missing", "The request needs an Idempotency-Key header."),
				row("malformed key", json("/payments", ORDER).header("Idempotency-Key: a,b")).fails(400, "idempotency_key_invalid", "The Idempotency-Key header is not well-formed."),
				row("first request of a key", json("/payments", ORDER).header("Idempotency-Key: k1")).sends(201, "payment 1"),
				row("repeated request", json("/payments", ORDER).header("Idempotency-Key: k1")).sends(201, "payment 1").with("Idempotency-Replayed", "true"),
				row("another request of a key", json("/payments", ORDER + " ").header("Idempotency-Key: k1")).fails(422, "idempotency_key_reused", "The Idempotency-Key was used with another request."),
				row("failure of a key", json("/payments", ORDER.replace("1", "13")).header("Idempotency-Key: k2")).fails(409, "order_shipped", "Conflict"),
				// the catalog
				row("catalog", get("/errors").header("Accept: application/json")).begins("{\"contracts\":[{\"name\":\"default\""),
				row("page of the catalog", get("/errors").header(ACCEPT_HTML)).begins("<!DOCTYPE html>"),
				row("unknown code in the catalog", get("/errors/default/nothing").header("Accept: application/json")).fails(404, "not_found", "The requested resource does not exist."),
				// the container
				row("half of a response", get("/cut").persistent()).isCut(),
				row("bad escape", get("/code/%zz")).fails(400, "malformed_request", "The request could not be read.")
					.on(Server.JETTY, "rejects it before it reads headers", Row::hasAnyId)
					.on(Server.WAR, "is answered by the Tomcat, which knows nothing of contracts", (row) -> row.isForeign(400)),
				row("bad escape in a query", get("/parameter?page=%zz")).fails(400, "malformed_request", "The request could not be read."),
				row("headers that are too large", get("/fine").header("X-Large: " + "x".repeat(20_000)))
					.fails(431, "headers_too_large", "The request headers are too large.")
					.hasAnyId()
					.on(Server.TOMCAT, "has one status for whatever it rejects",
							(row) -> row.fails(400, "malformed_request", "The request could not be read."))
					.on(Server.WAR, "is answered by the Tomcat, which knows nothing of contracts", (row) -> row.isForeign(400)));
	}

	private static void isMissing(Row row) {
		row.fails(400, "parameter_missing", "Part 'file' is missing.").violates("file", "parameter_missing", "is missing");
	}

	private static String basic(String user, String password) {
		String credentials = user + ":" + password;
		return "Authorization: Basic "
				+ Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
	}

}
