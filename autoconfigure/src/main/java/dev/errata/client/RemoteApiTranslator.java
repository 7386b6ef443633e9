package dev.errata.client;

import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.BuiltInErrorTranslator;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Translates the errors of other services into this one's: an upstream error, unless the
 * client says which code answers. Their texts stay in the log, unless they are exposed.
 */
final class RemoteApiTranslator implements BuiltInErrorTranslator {

	private final RemoteApis apis;

	private final Class<? extends Throwable> thrown;

	/**
	 * Create a translator.
	 * @param apis the services
	 * @param thrown the exceptions of a client, whose cause the error is
	 */
	RemoteApiTranslator(RemoteApis apis, Class<? extends Throwable> thrown) {
		this.apis = apis;
		this.thrown = thrown;
	}

	@Override
	public int getOrder() {
		// before the rules for what clients throw
		return -1;
	}

	@Override
	public @Nullable Failure translate(Throwable exception, Locale locale) {
		Throwable error = this.thrown.isInstance(exception) ? RemoteApiException.of(exception) : exception;
		if (!(error instanceof RemoteApiException remote)) {
			return null;
		}
		RemoteApi api = this.apis.find(remote.client());
		if (api == null) {
			// it was read from a file, or thrown by another application
			return Failure.of(StandardCode.UPSTREAM_ERROR);
		}
		String answer = api.translations().get(remote.code());
		Failure failure = (answer != null) ? Failure.of(answer).retryAfter(remote.retryAfter())
				: Failure.of(StandardCode.UPSTREAM_ERROR);
		return api.exposed().contains(remote.code()) ? failure.detail(remote.remoteMessage()) : failure;
	}

}
