package dev.errata.web.reactive;

import java.util.Locale;

import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Causes;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;

/**
 * Asks the error attributes of the application for the status of exceptions that nobody
 * else knows. In Spring Boot, their {@code status} is that of the response.
 */
final class ErrorAttributesTranslator implements BuiltInErrorTranslator {

	private final ErrorViews views;

	ErrorAttributesTranslator(ErrorViews views) {
		this.views = views;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		FailedRequest failed = FailedRequest.current();
		ServerWebExchange exchange = (failed != null) ? failed.exchange() : null;
		Object status = (exchange != null && Causes.areWellFormed(exception))
				? this.views.ownStatus(exception, exchange) : null;
		return (status instanceof Integer known && known >= 400 && known < 600 && known != 500)
				? Failure.ofStatus(known) : null;
	}

}
