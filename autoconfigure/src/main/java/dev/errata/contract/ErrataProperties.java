package dev.errata.contract;

import java.util.List;
import java.util.Map;

import dev.errata.properties.CodeProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The default contract, and further ones by name. What a named contract does not say, it
 * inherits from here.
 *
 * @param paths Paths that the default contract rules. Elsewhere, Spring Boot's own error
 * handling stays as it is.
 * @param envelope JSON document that carries an error.
 * @param headers Response headers of every error, with placeholders in their values. A
 * header whose value is absent is dropped.
 * @param requestId How requests get their ids.
 * @param closed Whether no code but the declared ones ever reaches the wire.
 * @param codes Error codes by name. A plain number is short for the status alone; else
 * there are status, family, title, message, detail, meaning, fix, docs, retryable,
 * retry-after, at, exit-code, exceptions, constraints, replaces, expose-message, details
 * and log.
 * @param quota How quotas are told on every answer.
 * @param limits What requests are granted, by path.
 * @param contracts Further contracts by name, each for paths of its own: paths, envelope,
 * headers, request-id, closed, codes and quota. What one does not say, it inherits.
 */
@ConfigurationProperties("errata")
record ErrataProperties(@DefaultValue("/**") List<String> paths,
		@NestedConfigurationProperty @Nullable EnvelopeProperties envelope, @Nullable Map<String, String> headers,
		@NestedConfigurationProperty @Nullable RequestIdProperties requestId, @DefaultValue("false") boolean closed,
		@Nullable Map<String, CodeProperties> codes, @NestedConfigurationProperty @Nullable QuotaProperties quota,
		@NestedConfigurationProperty @Nullable LimitsProperties limits,
		@Nullable Map<String, ContractProperties> contracts) {
}
