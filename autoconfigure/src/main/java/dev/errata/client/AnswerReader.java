package dev.errata.client;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.catalog.StandardCode;
import dev.errata.contract.Contract;
import dev.errata.envelope.HeaderTemplate;
import dev.errata.error.DecodedError;
import dev.errata.error.Placeholder;
import dev.errata.error.RetryAfter;
import dev.errata.error.Texts;
import dev.errata.error.Violation;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Reads the errors of another service by its contract. It never fails: a document that is
 * not one of the contract is an error with the code of its status.
 */
final class AnswerReader {

	/** Maximum size of a body that is read, in bytes. */
	static final int MAX_BODY = 256 * 1024;

	private static final int MAX_ID_LENGTH = 128;

	private final String client;

	private final Contract contract;

	private final Clock clock;

	AnswerReader(String client, Contract contract, Clock clock) {
		this.client = client;
		this.contract = contract;
		this.clock = clock;
	}

	/**
	 * Read an error.
	 * @param whole whether the body is complete
	 */
	RemoteApiException read(int status, HttpHeaders headers, byte[] body, boolean whole) {
		DecodedError reading = readBody(body, whole, charset(headers));
		for (HeaderTemplate header : this.contract.headers()) {
			String value = headers.getFirst(header.name());
			if (value != null) {
				header.read(value, reading);
			}
		}
		// conditions may depend on it
		reading.put(Placeholder.STATUS, status);
		String requestId = reading.textOf(Placeholder.REQUEST_ID);
		if (requestId == null) {
			requestId = headers.getFirst(this.contract.requestId().header());
		}
		RemoteApiException.Resolved resolved = resolve(reading, status, requestId(requestId),
				retryAfter(headers, reading));
		return new RemoteApiException(this.client, status, resolved, reading, violations(reading));
	}

	/**
	 * Return the invalid inputs with the codes as the contract spells them.
	 */
	private List<Violation> violations(DecodedError reading) {
		return reading.violations().stream().map((violation) -> {
			String code = codeOf(violation.code());
			return code.equals(violation.code()) ? violation : new Violation(violation.field(), code,
					violation.message(), violation.rules(), violation.in(), violation.path());
		}).toList();
	}

	private String codeOf(String code) {
		CatalogEntry entry = this.contract.catalog().find(code);
		StandardCode standardCode = (entry == null) ? StandardCode.find(code) : null;
		return (entry != null) ? entry.code() : (standardCode != null) ? standardCode.code() : code;
	}

	/**
	 * Return the headers without a malformed content type, on which the search for a
	 * converter would fail before the error is thrown.
	 */
	static HttpHeaders readable(HttpHeaders headers) {
		try {
			headers.getContentType();
			return headers;
		}
		catch (InvalidMediaTypeException ex) {
			HttpHeaders readable = HttpHeaders.copyOf(headers);
			readable.remove(HttpHeaders.CONTENT_TYPE);
			return readable;
		}
	}

	private DecodedError readBody(byte[] body, boolean whole, @Nullable Charset charset) {
		DecodedError reading = new DecodedError(this.contract.catalog().extensionNames());
		if (body.length == 0 || !whole) {
			return reading;
		}
		try {
			// the parser detects the Unicode encodings
			boolean unicode = charset == null || charset.name().startsWith("UTF");
			this.contract.envelope()
				.read(unicode ? body : new String(body, charset).getBytes(StandardCharsets.UTF_8), reading);
			return reading;
		}
		catch (RuntimeException | StackOverflowError ex) {
			return new DecodedError();
		}
	}

	static @Nullable Charset charset(HttpHeaders headers) {
		try {
			String contentType = headers.getFirst(HttpHeaders.CONTENT_TYPE);
			return (contentType != null) ? MediaType.parseMediaType(contentType).getCharset() : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private RemoteApiException.Resolved resolve(DecodedError reading, int status, @Nullable String requestId,
			@Nullable Duration retryAfter) {
		ErrorCatalog catalog = this.contract.catalog();
		String code = reading.code();
		if (code != null) {
			CatalogEntry entry = catalog.find(code);
			return new RemoteApiException.Resolved((entry != null) ? entry.code() : code, true, entry, requestId,
					retryAfter);
		}
		CatalogEntry entry = ofFamily(reading.family(), status);
		if (entry != null) {
			return new RemoteApiException.Resolved(entry.code(), true, entry, requestId, retryAfter);
		}
		boolean standard = status >= 400 && status < 600;
		entry = catalog.resolve(standard ? StandardCode.ofStatus(status) : StandardCode.SERVER_ERROR, status).entry();
		return new RemoteApiException.Resolved(entry.code(), false, entry, requestId, retryAfter);
	}

	/**
	 * Return an entry of a family that has the status, if possible the entry with the
	 * name of the family.
	 */
	private @Nullable CatalogEntry ofFamily(@Nullable String family, int status) {
		if (family == null) {
			return null;
		}
		CatalogEntry namesake = this.contract.catalog().find(family);
		if (namesake != null && namesake.statuses().contains(status)) {
			return namesake;
		}
		return this.contract.catalog()
			.entries()
			.stream()
			.filter((entry) -> entry.family().equals(family) && entry.statuses().contains(status))
			.findFirst()
			.orElse(null);
	}

	private static @Nullable String requestId(@Nullable String id) {
		String clean = (id != null) ? Texts.clean(id).strip() : "";
		return clean.isEmpty() ? null : clean.substring(0, Math.min(clean.length(), MAX_ID_LENGTH));
	}

	private @Nullable Duration retryAfter(HttpHeaders headers, DecodedError reading) {
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		Duration retryAfter = (value != null) ? RetryAfter.parse(value, this.clock.instant()) : null;
		return (retryAfter != null) ? retryAfter : reading.retryAfter();
	}

}
