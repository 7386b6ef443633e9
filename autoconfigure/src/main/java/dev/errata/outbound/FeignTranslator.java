package dev.errata.outbound;

import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Failure;
import feign.FeignException;
import feign.RetryableException;
import feign.codec.EncodeException;
import org.jspecify.annotations.Nullable;

/**
 * Translates the exceptions of Feign clients.
 */
final class FeignTranslator implements BuiltInErrorTranslator {

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		if (exception instanceof RetryableException) {
			return OutboundFailures.ofRequest(exception);
		}
		// a request that cannot be written has not reached the other service
		return (exception instanceof FeignException && !(exception instanceof EncodeException))
				? Failure.of(StandardCode.UPSTREAM_ERROR) : null;
	}

}
