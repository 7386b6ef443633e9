package dev.errata.web;

import java.util.Locale;
import java.util.Map;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import dev.errata.error.MessageLocales;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.MessageSource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebInputException;

/**
 * Translates exceptions that carry a status: {@link ErrorResponse} and
 * {@link ResponseStatus}. Status and headers are kept. The reason is written by the
 * author of the exception, or as a message that it names, and is sent with a 4xx.
 */
final class StatusTranslator implements BuiltInErrorTranslator {

	private static final Logger logger = LoggerFactory.getLogger(StatusTranslator.class);

	private static final String OF_SPRING = "org.springframework.";

	// strings only: a class of this library as value would keep its class loader alive
	private static final ClassValue<String> ANNOTATED = new ClassValue<>() {

		@Override
		protected String computeValue(Class<?> type) {
			ResponseStatus annotation = AnnotatedElementUtils.findMergedAnnotation(type, ResponseStatus.class);
			return (annotation != null) ? annotation.code().value() + annotation.reason() : "";
		}

	};

	private final MessageSource messages;

	private final MessageLocales locales = new MessageLocales();

	/**
	 * Create a translator.
	 * @param messages has the messages that exceptions name by their codes
	 */
	StatusTranslator(MessageSource messages) {
		this.messages = messages;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 1;
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
			return translate(status, exception, response, locale);
		}
		String reason = ANNOTATED.get(exception.getClass()).substring(3);
		return Failure.ofStatus(status)
			.detail(isClientError(status) ? message(reason, null, reason, this.locales.toAskFor(locale)) : null);
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

	private Failure translate(int status, Throwable exception, ErrorResponse response, Locale locale) {
		Failure failure = Failure.ofStatus(status).headers(response.getHeaders());
		if (!isOfAuthor(exception) || !isClientError(status)) {
			return failure;
		}
		Locale asked = this.locales.toAskFor(locale);
		Object[] args = arguments(response, asked);
		if (exception instanceof ResponseStatusException responseStatus) {
			String reason = responseStatus.getReason();
			reason = (reason != null) ? message(reason, args, reason, asked) : null;
			return failure.detail(message(response.getDetailMessageCode(), args, reason, asked));
		}
		ProblemDetail body = response.getBody();
		failure.detail(message(response.getDetailMessageCode(), args, body.getDetail(), asked));
		Map<String, Object> properties = body.getProperties();
		if (properties != null) {
			properties.forEach(failure::with);
		}
		return failure;
	}

	private Object @Nullable [] arguments(ErrorResponse response, Locale locale) {
		try {
			return response.getDetailMessageArguments(this.messages, locale);
		}
		catch (RuntimeException ex) {
			logger.error("The arguments of the message for {} failed; it has none", response.getClass().getName(), ex);
			return null;
		}
	}

	/**
	 * Return the message with a code, as Spring's own handling of these exceptions looks
	 * it up.
	 * @param otherwise the text if there is no such message
	 */
	private @Nullable String message(String code, Object @Nullable [] args, @Nullable String otherwise, Locale locale) {
		try {
			String message = this.messages.getMessage(code, args, null, locale);
			return (message != null && !message.equals(code)) ? message : otherwise;
		}
		catch (RuntimeException ex) {
			logger.error("The message '{}' failed; the text of the exception is sent without it", code, ex);
			return otherwise;
		}
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
				|| !type.getName().startsWith(OF_SPRING) || (type == ServerWebInputException.class
						&& !Causes.isThrownBy(exception, 1, (name) -> name.startsWith(OF_SPRING)));
	}

}
