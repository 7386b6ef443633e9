package dev.errata.web.reactive;

import java.util.List;
import java.util.Locale;

import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.webflux.error.DefaultErrorAttributes;
import org.springframework.boot.webflux.error.ErrorAttributes;
import org.springframework.core.Ordered;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * Asks the error attributes of the application for the status of exceptions that nobody
 * else knows. In Spring Boot, their {@code status} is that of the response.
 */
final class ErrorAttributesTranslator implements BuiltInErrorTranslator {

	private final @Nullable ErrorAttributes attributes;

	private final List<HttpMessageReader<?>> readers;

	/**
	 * Create a translator.
	 * @param attributes the error attributes; those of Spring Boot know no more
	 * @param readers what a request is read with
	 */
	ErrorAttributesTranslator(ErrorAttributes attributes, List<HttpMessageReader<?>> readers) {
		this.attributes = (attributes.getClass() != DefaultErrorAttributes.class) ? attributes : null;
		this.readers = readers;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		FailedRequest failed = (this.attributes != null) ? FailedRequest.current() : null;
		ServerWebExchange exchange = (failed != null) ? failed.exchange() : null;
		return (exchange != null && Causes.areWellFormed(exception)) ? translate(exception, this.attributes, exchange)
				: null;
	}

	private @Nullable Failure translate(Throwable exception, ErrorAttributes attributes, ServerWebExchange exchange) {
		attributes.storeErrorInformation(exception, exchange);
		ServerRequest request = ServerRequest.create(exchange, this.readers);
		if (attributes.getError(request) != exception) {
			// Spring Boot does not ask about causes
			return null;
		}
		Object status = attributes.getErrorAttributes(request, ErrorAttributeOptions.defaults()).get("status");
		return (status instanceof Integer known && known >= 400 && known < 600 && known != 500)
				? Failure.ofStatus(known) : null;
	}

}
