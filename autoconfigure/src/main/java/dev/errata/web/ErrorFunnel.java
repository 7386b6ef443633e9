package dev.errata.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.errata.catalog.ResolvedCode;
import dev.errata.catalog.StandardCode;
import dev.errata.contract.Contract;
import dev.errata.envelope.ErrorEnvelope;
import dev.errata.envelope.HeaderTemplate;
import dev.errata.envelope.LastEvent;
import dev.errata.error.ApiError;
import dev.errata.error.ApiErrorCustomizer;
import dev.errata.error.Causes;
import dev.errata.error.ErrorListener;
import dev.errata.error.ErrorRequest;
import dev.errata.error.ErrorTranslation;
import dev.errata.error.Failure;
import dev.errata.requestid.RequestId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.util.Assert;
import org.springframework.web.ErrorResponse;

/**
 * Turns failures into answers. For each failure it translates the exception, calls the
 * customizers and listeners, and renders the error, in this order. It never throws: an
 * extension that fails is logged and skipped.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ErrorFunnel {

	private static final Logger logger = LoggerFactory.getLogger(ErrorFunnel.class);

	private final ErrorTranslation translation;

	private final List<ApiErrorCustomizer> customizers;

	private final List<ErrorListener> listeners;

	/**
	 * Create a funnel.
	 * @param translation translates exceptions
	 * @param customizers change errors, in this order
	 * @param listeners receive every error, in this order
	 */
	public ErrorFunnel(ErrorTranslation translation, List<ApiErrorCustomizer> customizers,
			List<ErrorListener> listeners) {
		Assert.notNull(translation, "'translation' must not be null");
		this.translation = translation;
		this.customizers = List.copyOf(customizers);
		this.listeners = List.copyOf(listeners);
	}

	/**
	 * Answer an exception.
	 * @param exception the exception
	 * @param contract the contract that rules the request
	 * @param request the request that failed
	 * @return the answer
	 */
	public ErrorAnswer answer(Throwable exception, Contract contract, ErrorRequest request) {
		Throwable cause = Causes.unwrap(exception);
		Failure failure = translate(cause, contract, request.locale());
		return answer(failure, cause, contract, request);
	}

	/**
	 * Translate an exception.
	 * @param cause the exception, technical wrappers taken off
	 */
	Failure translate(Throwable cause, Contract contract, Locale locale) {
		try {
			return this.translation.translate(cause, contract.composer(), locale);
		}
		catch (Throwable ex) {
			logger.error("The translation of {} failed; it is answered as an internal error",
					cause.getClass().getName(), ex);
			return Failure.of(StandardCode.INTERNAL_ERROR);
		}
	}

	/**
	 * Return whether a failure is answered with a 5xx.
	 */
	static boolean isServerError(Failure failure, Contract contract) {
		ResolvedCode resolved = contract.composer().resolve(failure);
		return resolved == null || resolved.status() >= 500;
	}

	/**
	 * Answer a failure that has been translated already.
	 * @param failure the failure
	 * @param contract the contract that rules the request
	 * @param request the request that failed
	 * @return the answer
	 */
	public ErrorAnswer answer(Failure failure, Contract contract, ErrorRequest request) {
		return answer(failure, failure.exception(), contract, request);
	}

	/**
	 * Return the answer to an exception that is not a failure, because the status it
	 * carries is below 400. An exception without a meaning of its own is judged by its
	 * cause. No listener is called.
	 * @param exception the exception
	 * @param contract the contract that rules the request
	 * @return the answer, or {@code null} if the exception is a failure
	 */
	public @Nullable PlainAnswer plainAnswer(Throwable exception, Contract contract) {
		try {
			Throwable plain = PlainAnswer.cause(exception);
			return (plain != null && !isKnownBefore(plain, exception, contract)) ? PlainAnswer.of(plain) : null;
		}
		catch (RuntimeException ex) {
			// an exception whose status cannot be read is a failure
			return null;
		}
	}

	private boolean isKnownBefore(Throwable plain, Throwable exception, Contract contract) {
		Throwable candidate = exception;
		while (candidate != null && candidate != plain) {
			if (this.translation.knows(candidate, contract.composer())) {
				return true;
			}
			candidate = Causes.causeOf(candidate);
		}
		return !(plain instanceof ErrorResponse) && this.translation.knows(plain, contract.composer());
	}

	ErrorAnswer answer(Failure failure, @Nullable Throwable cause, Contract contract, ErrorRequest request) {
		// the container may report failures outside of the filter that opens the scope,
		// and asynchronous ones come from other threads
		try (RequestId.Scope scope = RequestId.open(request.id())) {
			ApiError error = compose(failure, cause, contract, request);
			for (ApiErrorCustomizer customizer : this.customizers) {
				error = customize(error, customizer);
			}
			for (ErrorListener listener : this.listeners) {
				tell(error, listener);
			}
			return render(error, contract);
		}
	}

	private ApiError compose(Failure failure, @Nullable Throwable cause, Contract contract, ErrorRequest request) {
		try {
			return contract.composer().compose(failure, request, cause);
		}
		catch (Throwable ex) {
			logger.error("The error {} could not be composed; it is answered as an internal error", failure, ex);
			return contract.composer().compose(Failure.of(StandardCode.INTERNAL_ERROR), request, cause);
		}
	}

	private static ApiError customize(ApiError error, ApiErrorCustomizer customizer) {
		try {
			ApiError customized = customizer.customize(error);
			if (customized != null) {
				return customized;
			}
			logger.error("The customizer {} returned null for {}; the error goes out without it",
					customizer.getClass().getName(), error);
		}
		catch (Throwable ex) {
			logger.error("The customizer {} failed for {}; the error goes out without it",
					customizer.getClass().getName(), error, ex);
		}
		return error;
	}

	private static void tell(ApiError error, ErrorListener listener) {
		try {
			listener.onError(error);
		}
		catch (Throwable ex) {
			logger.error("The listener {} failed for {}", listener.getClass().getName(), error, ex);
		}
	}

	/**
	 * Render an error without calling any listener.
	 * @param error the error
	 * @param contract the contract that it is an error of
	 * @return the answer
	 */
	public static ErrorAnswer render(ApiError error, Contract contract) {
		return render(error, contract.envelope(), headers(error, contract));
	}

	private static ErrorAnswer render(ApiError error, ErrorEnvelope envelope, Map<String, List<String>> headers) {
		try {
			String mediaType = envelope.mediaType();
			byte[] body = envelope.render(error);
			if (mediaType != null && body != null && body.length > 0) {
				return new ErrorAnswer(error, mediaType, headers, body);
			}
			logger.error("The envelope is empty for {}; a minimal document is sent instead", error);
		}
		catch (Throwable ex) {
			logger.error("The envelope failed for {}; a minimal document is sent instead", error, ex);
		}
		return new ErrorAnswer(error, "application/json", headers, minimal(error));
	}

	/**
	 * Return an answer with the document that is the data of a last event.
	 * @param answer the answer to the failure
	 * @param event the last event
	 * @return the answer to send as an event
	 */
	public static ErrorAnswer lastEvent(ErrorAnswer answer, LastEvent event) {
		return (event.data() != null) ? render(answer.error(), event.data(), answer.headers()) : answer;
	}

	/**
	 * The document that is sent if the envelope fails. Status, code and id need no
	 * escaping.
	 */
	private static byte[] minimal(ApiError error) {
		// not formatted: some languages of the system have other digits
		String json = "{\"status\":" + error.status() + ",\"code\":\"" + error.code() + "\",\"request_id\":\""
				+ error.request().id() + "\"}";
		return json.getBytes(StandardCharsets.UTF_8);
	}

	private static Map<String, List<String>> headers(ApiError error, Contract contract) {
		// contracts may spell names differently, and a header is sent once
		Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		error.headers()
			.forEach((name, values) -> headers.put(name, values.stream().map(HeaderTemplate::headerText).toList()));
		set(headers, "Cache-Control", "no-store");
		headers.remove(HttpHeaders.CONTENT_LANGUAGE);
		Locale language = error.isTranslated() ? error.language() : null;
		if (language != null) {
			set(headers, HttpHeaders.CONTENT_LANGUAGE, language.toLanguageTag());
		}
		set(headers, contract.requestId().header(), error.request().id());
		if (error.retryAfter() != null) {
			set(headers, "Retry-After", Long.toString(error.retryAfter().toSeconds()));
		}
		for (HeaderTemplate header : contract.headers()) {
			String value = header.value(error);
			if (value != null) {
				set(headers, header.name(), value);
			}
		}
		return headers;
	}

	private static void set(Map<String, List<String>> headers, String name, String value) {
		// a case-insensitive map would keep the spelling of the first key
		headers.remove(name);
		headers.put(name, List.of(value));
	}

}
