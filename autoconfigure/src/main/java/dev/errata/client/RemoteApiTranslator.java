package dev.errata.client;

import dev.errata.catalog.StandardCode;
import dev.errata.error.Failure;
import dev.errata.error.PlatformErrorTranslator;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Translates the errors of other services into this one's: an upstream error, unless the
 * client says which code answers. Their texts stay in the log, unless they are exposed.
 */
final class RemoteApiTranslator implements PlatformErrorTranslator, Ordered {

	private final RemoteApis apis;

	RemoteApiTranslator(RemoteApis apis) {
		this.apis = apis;
	}

	@Override
	public int getOrder() {
		// before the rule for what RestClient throws
		return -1;
	}

	@Override
	public @Nullable Failure translate(Throwable exception) {
		if (!(exception instanceof RemoteApiException remote)) {
			return null;
		}
		RemoteApi api = this.apis.find(remote.client());
		if (api == null) {
			// it was read from a file, or thrown by another application
			return Failure.of(StandardCode.UPSTREAM_ERROR);
		}
		String answer = api.answers().get(remote.code());
		Failure failure = (answer != null) ? Failure.of(answer).retryAfter(remote.retryAfter())
				: Failure.of(StandardCode.UPSTREAM_ERROR);
		return api.exposed().contains(remote.code()) ? failure.detail(remote.remoteMessage()) : failure;
	}

}
