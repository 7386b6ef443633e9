package dev.errata.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A standard code of Errata for a failure that the framework reports. The constants form
 * a tree with two roots. A contract answers a standard code with the declared code that
 * {@linkplain CatalogEntry#replaces() replaces} it or has its name, else with the code
 * that answers its {@linkplain #parent() parent}.
 * <p>
 * Names, statuses and parents are public API: they are sent by open catalogs, and are the
 * tags of metrics and the values of {@code replaces}.
 *
 * @since 0.1.0
 */
public enum StandardCode implements Code {

	/** Root of the 4xx codes. It keeps the original status. */
	CLIENT_ERROR(null, 400, "The request could not be answered."),

	/** The request is wrong in a way that no other code names. */
	BAD_REQUEST(CLIENT_ERROR, 400, "The request is not valid."),
	/** A body is required and there is none. */
	BODY_MISSING(BAD_REQUEST, 400, "The request needs a body."),
	/** The body cannot be parsed. */
	MALFORMED_BODY(BAD_REQUEST, 400, "The body of the request could not be read."),
	/** Multipart, escapes, lengths or the request line are broken. */
	MALFORMED_REQUEST(BAD_REQUEST, 400, "The request could not be read."),
	/** A firewall turned the request away. */
	REQUEST_REJECTED(BAD_REQUEST, 400, "The request was rejected."),
	/** The API version is missing, unknown or not offered here. */
	API_VERSION_INVALID(BAD_REQUEST, 400, "The API version is missing or not supported."),
	/** A parameter, header, cookie or part is missing. */
	PARAMETER_MISSING(BAD_REQUEST, 400, "A required parameter is missing."),
	/** A parameter, header or path variable has the wrong type. */
	PARAMETER_TYPE(BAD_REQUEST, 400, "A parameter has the wrong type."),
	/** The operation requires an {@code Idempotency-Key}. */
	IDEMPOTENCY_KEY_MISSING(BAD_REQUEST, 400, "The request needs an Idempotency-Key header."),
	/** The {@code Idempotency-Key} is not well-formed. */
	IDEMPOTENCY_KEY_INVALID(BAD_REQUEST, 400, "The Idempotency-Key header is not well-formed."),

	/** One or more inputs break a rule. */
	VALIDATION_FAILED(BAD_REQUEST, 400, "The request is not valid."),
	/** An input is null or absent, whatever the rule. */
	FIELD_MISSING(VALIDATION_FAILED, 400, "A required field is missing."),
	/** An input is there and empty. */
	FIELD_EMPTY(VALIDATION_FAILED, 400, "A field is empty."),
	/** An input has the wrong type. */
	FIELD_TYPE(VALIDATION_FAILED, 400, "A field has the wrong type."),
	/** An input has the wrong format. */
	FIELD_FORMAT(VALIDATION_FAILED, 400, "A field has the wrong format."),
	/** An input is outside its range. */
	FIELD_RANGE(VALIDATION_FAILED, 400, "A field is out of range."),
	/** An input is too short or too long. */
	FIELD_LENGTH(VALIDATION_FAILED, 400, "A field is too short or too long."),
	/** An input has an unknown name. */
	FIELD_UNKNOWN(VALIDATION_FAILED, 400, "A field is unknown."),
	/** An input breaks a rule of its own. */
	FIELD_INVALID(VALIDATION_FAILED, 400, "A field is not valid."),

	/** Authentication is missing or failed. */
	UNAUTHORIZED(CLIENT_ERROR, 401, "Authentication is required."),
	/** No credentials were sent. */
	CREDENTIALS_MISSING(UNAUTHORIZED, 401, "Authentication is required."),
	/** The credentials are wrong. */
	CREDENTIALS_INVALID(UNAUTHORIZED, 401, "The credentials are not valid."),
	/** The credentials have expired. */
	TOKEN_EXPIRED(UNAUTHORIZED, 401, "The credentials have expired."),

	/** The caller is authenticated, but not allowed to do this. */
	FORBIDDEN(CLIENT_ERROR, 403, "Access is denied."),
	/** The CSRF token is missing or wrong. */
	CSRF_REJECTED(FORBIDDEN, 403, "The CSRF token is missing or not valid."),

	/** There is no such resource. */
	NOT_FOUND(CLIENT_ERROR, 404, "The requested resource does not exist."),
	/** The method is not supported here. */
	METHOD_NOT_ALLOWED(CLIENT_ERROR, 405, "The method is not supported here."),
	/** The response cannot be written in a media type that the client accepts. */
	NOT_ACCEPTABLE(CLIENT_ERROR, 406, "No acceptable representation is available."),
	/** The client was too slow. */
	REQUEST_TIMEOUT(CLIENT_ERROR, 408, "The request took too long to arrive."),
	/** The resource existed before. */
	GONE(CLIENT_ERROR, 410, "The requested resource is gone."),
	/** The body, a part or the number of parts is too large. */
	PAYLOAD_TOO_LARGE(CLIENT_ERROR, 413, "The request body is too large."),
	/** The URI is too long. */
	URI_TOO_LONG(CLIENT_ERROR, 414, "The request URI is too long."),
	/** The content type is not supported here. */
	UNSUPPORTED_MEDIA_TYPE(CLIENT_ERROR, 415, "The content type is not supported here."),

	/** The request does not fit the state of the resource. */
	CONFLICT(CLIENT_ERROR, 409, "The request conflicts with the state of the resource."),
	/** Someone else has changed the resource in the meantime. */
	CONCURRENT_UPDATE(CONFLICT, 409, "The resource was changed meanwhile."),
	/** The resource already exists. */
	DUPLICATE(CONFLICT, 409, "The resource exists already."),
	/** The first request with this {@code Idempotency-Key} is still running. */
	IDEMPOTENCY_IN_PROGRESS(CONFLICT, 409, "A request with this Idempotency-Key is still in progress."),
	/** It is unknown whether the first request took effect. */
	IDEMPOTENCY_OUTCOME_UNKNOWN(CONFLICT, 409, "The outcome of the request with this Idempotency-Key is unknown."),
	/** The first request took effect, but its response was not stored. */
	IDEMPOTENCY_RESPONSE_NOT_REPLAYABLE(CONFLICT, 409,
			"The request with this Idempotency-Key has completed; its response cannot be replayed."),

	/** The request is well-formed, but cannot be processed. */
	UNPROCESSABLE(CLIENT_ERROR, 422, "The request cannot be processed."),
	/** The {@code Idempotency-Key} was used for another request. */
	IDEMPOTENCY_KEY_REUSED(UNPROCESSABLE, 422, "The Idempotency-Key was used with another request."),

	/** The caller sends too many requests. */
	TOO_MANY_REQUESTS(CLIENT_ERROR, 429, "Too many requests."),
	/** The caller has used up its quota. */
	QUOTA_EXCEEDED(TOO_MANY_REQUESTS, 429, "The quota is used up."),

	/** The headers are too large. */
	HEADERS_TOO_LARGE(CLIENT_ERROR, 431, "The request headers are too large."),

	/** Root of the 5xx codes. It keeps the original status. */
	SERVER_ERROR(null, 500, "The request failed."),

	/** An unexpected failure. */
	INTERNAL_ERROR(SERVER_ERROR, 500, "An unexpected error occurred."),
	/** The server does not support the request. */
	NOT_IMPLEMENTED(SERVER_ERROR, 501, "This is not supported."),
	/** An upstream service failed. */
	UPSTREAM_ERROR(SERVER_ERROR, 502, "An upstream service failed."),
	/** The service is temporarily unavailable. */
	SERVICE_UNAVAILABLE(SERVER_ERROR, 503, "The service is temporarily unavailable."),
	/** The store of idempotency keys is unavailable. */
	IDEMPOTENCY_STORE_UNAVAILABLE(SERVICE_UNAVAILABLE, 503, "The service is temporarily unavailable."),
	/** Too many requests run at once. */
	CONCURRENCY_LIMIT(SERVICE_UNAVAILABLE, 503, "The service is at capacity."),
	/** The response took too long. */
	TIMEOUT(SERVER_ERROR, 504, "The request took too long.");

	private static final Map<Integer, StandardCode> BY_STATUS = new HashMap<>();

	private static final Map<String, StandardCode> BY_NAME = new HashMap<>();

	static {
		for (StandardCode code : values()) {
			BY_NAME.put(CodeNames.fold(code.code), code);
			BY_NAME.put(code.code, code);
			// the first code of a status is the general one; roots have all other
			// statuses
			if (code.parent != null && code != VALIDATION_FAILED) {
				BY_STATUS.putIfAbsent(code.status, code);
			}
		}
	}

	private final @Nullable StandardCode parent;

	private final int status;

	private final String code;

	private final String message;

	StandardCode(@Nullable StandardCode parent, int status, String message) {
		this.parent = parent;
		this.status = status;
		this.code = name().toLowerCase(Locale.ROOT);
		this.message = message;
	}

	/**
	 * Return the general standard code of a status: {@code not_found} for 404, a root for
	 * a status that has none of its own.
	 * @param status an HTTP status from 400 to 599; anything else is a server error
	 * @return the standard code
	 */
	public static StandardCode ofStatus(int status) {
		StandardCode code = BY_STATUS.get(status);
		if (code != null) {
			return code;
		}
		return (status >= 400 && status < 500) ? CLIENT_ERROR : SERVER_ERROR;
	}

	/**
	 * Return the standard code of a name, ignoring case and separators.
	 * @param name the name
	 * @return the standard code or {@code null}
	 */
	public static @Nullable StandardCode find(String name) {
		StandardCode exact = BY_NAME.get(name);
		return (exact != null) ? exact : BY_NAME.get(CodeNames.fold(name));
	}

	static List<String> names() {
		List<String> names = new ArrayList<>();
		for (StandardCode code : values()) {
			names.add(code.code);
		}
		return names;
	}

	@Override
	public String code() {
		return this.code;
	}

	/**
	 * Return the code that is answered if this one is not declared.
	 * @return the parent, or {@code null} for a root
	 */
	public @Nullable StandardCode parent() {
		return this.parent;
	}

	/**
	 * Return whether this is the code of an invalid input.
	 */
	boolean isOfInput() {
		return this.parent == VALIDATION_FAILED || this == PARAMETER_MISSING || this == PARAMETER_TYPE;
	}

	/**
	 * Return whether this code is one of the two roots, which keep the original status.
	 * @return whether this is a root
	 */
	public boolean isRoot() {
		return this.parent == null;
	}

	/**
	 * Return the status of this code; for a root, its default status.
	 * @return the HTTP status
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Return the message of this code in an open catalog.
	 * @return the message
	 */
	public String message() {
		return this.message;
	}

}
