package dev.errata.web.servlet.jetty;

import dev.errata.error.Failure;
import dev.errata.error.PlatformErrorTranslator;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Translates what Jetty finds wrong with a request while it is read: broken escapes, a
 * body that is too large.
 */
final class BadMessageTranslator implements PlatformErrorTranslator, Ordered {

	@Override
	public int getOrder() {
		return 0;
	}

	@Override
	public @Nullable Failure translate(Throwable exception) {
		return (exception instanceof HttpException bad) ? Failure.ofUnreadable(bad.getCode()) : null;
	}

}
