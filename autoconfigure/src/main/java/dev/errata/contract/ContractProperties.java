package dev.errata.contract;

import java.util.List;
import java.util.Map;

import dev.errata.properties.CodeProperties;
import org.jspecify.annotations.Nullable;

/**
 * What a named contract says otherwise than the root.
 *
 * @param paths paths that the contract rules; the most specific pattern wins
 * @param envelope JSON document that carries an error
 * @param headers response headers of every error, added to those of the root
 * @param requestId how requests get their ids
 * @param closed whether no code but the declared ones ever reaches the wire
 * @param codes error codes by name; one that the root has as well is replaced whole
 * @param quota how quotas are told on every answer
 */
record ContractProperties(@Nullable List<String> paths, @Nullable EnvelopeProperties envelope,
		@Nullable Map<String, String> headers, @Nullable RequestIdProperties requestId, @Nullable Boolean closed,
		@Nullable Map<String, CodeProperties> codes, @Nullable QuotaProperties quota) {
}
