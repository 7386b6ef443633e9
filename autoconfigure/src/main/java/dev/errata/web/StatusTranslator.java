package dev.errata.web;

import java.util.Locale;
import java.util.Map;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.server.ResponseStatusException;

/**
 * Translates exceptions that carry a status: {@link ErrorResponse} and
 * {@link ResponseStatus}. Status and headers are kept. The reason is written by the
 * author of the exception, and is sent with a 4xx.
 */
final class StatusTranslator implements BuiltInErrorTranslator {

	// strings only: a class of this library as value would keep its class loader alive
	private static final ClassValue<String> ANNOTATED = new ClassValue<>() {

		@Override
		protected String computeValue(Class<?> type) {
			ResponseStatus annotation = AnnotatedElementUtils.findMergedAnnotation(type, ResponseStatus.class);
			return (annotation != null) ? annotation.code().value() + annotation.reason() : "";
		}

	};

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof AsyncRequestTimeoutException) {
			// its status would be that of a service that is down
			return Failure.of(StandardCode.TIMEOUT);
		}
		int status = statusOf(exception);
		if (status == 0 || PlainAnswer.isPlain(status)) {
			return null;
		}
		if (exception instanceof ErrorResponse response) {
			return translate(status, exception, response);
		}
		String reason = ANNOTATED.get(exception.getClass()).substring(3);
		return Failure.ofStatus(status).detail(isClientError(status) ? reason : null);
	}

	/**
	 * Return the status that an exception carries, or 0 if it has none.
	 */
	static int statusOf(Throwable exception) {
		if (exception instanceof ErrorResponse response) {
			return response.getStatusCode().value();
		}
		String annotated = ANNOTATED.get(exception.getClass());
		// a status has three digits; the reason follows
		return annotated.isEmpty() ? 0 : Integer.parseInt(annotated, 0, 3, 10);
	}

	private static Failure translate(int status, Throwable exception, ErrorResponse response) {
		Failure failure = Failure.ofStatus(status).headers(response.getHeaders());
		if (!isOfAuthor(exception)) {
			return failure;
		}
		if (exception instanceof ResponseStatusException responseStatus) {
			return isClientError(status) ? failure.detail(responseStatus.getReason()) : failure;
		}
		if (!isClientError(status)) {
			return failure;
		}
		ProblemDetail body = response.getBody();
		failure.detail(body.getDetail());
		Map<String, Object> properties = body.getProperties();
		if (properties != null) {
			properties.forEach(failure::with);
		}
		return failure;
	}

	private static boolean isClientError(int status) {
		return status >= 400 && status < 500;
	}

	/**
	 * Return whether the application has created an exception. Spring's own messages may
	 * quote rejected input; those of the application are meant to be read.
	 */
	private static boolean isOfAuthor(Throwable exception) {
		Class<?> type = exception.getClass();
		return type == ResponseStatusException.class || type == ErrorResponseException.class
				|| !type.getName().startsWith("org.springframework.");
	}

}
