package dev.errata.client;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.StandardCode;
import dev.errata.contract.Contract;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * A service that this one calls, with the contract of its errors and the settings of its
 * retries.
 *
 * @param name its name below {@code errata.clients}
 * @param bases its base URLs
 * @param contract how its errors look
 * @param translations codes of this application by the codes they answer
 * @param exposed codes whose message may go on the wire
 * @param retry how calls are repeated
 * @param reader reads its errors
 * @param logger the logger of its errors
 */
record RemoteApi(String name, List<URI> bases, Contract contract, Map<String, String> translations, Set<String> exposed,
		ClientProperties.RetryProperties retry, AnswerReader reader, Logger logger) {

	static final String IDEMPOTENCY_KEY = "Idempotency-Key";

	private static final String LOGGER_PREFIX = "errata.client.";

	RemoteApi(String name, List<URI> bases, Contract contract, Map<String, String> translations, Set<String> exposed,
			ClientProperties.RetryProperties retry, AnswerReader reader) {
		this(name, bases, contract, translations, exposed, retry, reader,
				LoggerFactory.getLogger(LOGGER_PREFIX + name));
	}

	/**
	 * Return the length of the base that a URL lies under, or -1.
	 */
	int matches(URI url) {
		int longest = -1;
		for (URI base : this.bases) {
			if (isUnder(base, url)) {
				longest = Math.max(longest, base.getRawPath().length());
			}
		}
		return longest;
	}

	private static boolean isUnder(URI base, URI url) {
		if (url.getHost() == null || !base.getHost().equalsIgnoreCase(url.getHost())
				|| !base.getScheme().equalsIgnoreCase(url.getScheme()) || port(base) != port(url)) {
			return false;
		}
		String path = url.normalize().getRawPath();
		String prefix = base.getRawPath();
		return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
	}

	private static int port(URI url) {
		return (url.getPort() >= 0) ? url.getPort()
				: url.getScheme().toLowerCase(Locale.ROOT).equals("https") ? 443 : 80;
	}

	/**
	 * Set the headers that all attempts of a call have in common.
	 * @param id the id of the request that the call is made for, or {@code null}
	 */
	void prepare(HttpMethod method, HttpHeaders headers, @Nullable String id) {
		String header = this.contract.requestId().header();
		if (id != null && !headers.containsHeader(header)) {
			headers.set(header, id);
		}
		if (this.retry.isEnabled() && this.retry.idempotencyKey() && !CallRetry.isRepeatable(method)
				&& !headers.containsHeader(IDEMPOTENCY_KEY)) {
			headers.set(IDEMPOTENCY_KEY, UUID.randomUUID().toString());
		}
	}

	/**
	 * Return whether the first request with the same idempotency key is still worked on.
	 */
	boolean isInProgress(RemoteApiException error) {
		if (error.status() != StandardCode.IDEMPOTENCY_IN_PROGRESS.status()) {
			return false;
		}
		CatalogEntry entry = this.contract.catalog().resolve(StandardCode.IDEMPOTENCY_IN_PROGRESS).entry();
		if (!entry.code().equals(error.code())) {
			return false;
		}
		// a coarser code stands for other conflicts, too, without advice to wait
		return StandardCode.find(entry.code()) == StandardCode.IDEMPOTENCY_IN_PROGRESS
				|| entry.replaces().contains(StandardCode.IDEMPOTENCY_IN_PROGRESS.code()) || error.retryAfter() != null;
	}

	void log(HttpMethod method, URI url, RemoteApiException error) {
		this.logger.debug("{} {}: {}", method, url.getRawPath(), error.getMessage());
	}

}
