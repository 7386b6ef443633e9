package dev.errata.contract;

import java.util.List;
import java.util.Map;

import dev.errata.properties.CodeProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The default contract, and further ones by name, which inherit from it.
 *
 * @param title Name of the default contract for the readers of the catalog.
 * @param description What the default contract is for, for the readers of the catalog.
 * @param paths Paths that the default contract applies to. Elsewhere, Spring Boot handles
 * errors as usual.
 * @param language Language that the texts of codes are written in, as a tag such as en or
 * pt-BR. Texts in other languages are below the text, by tag.
 * @param envelope JSON document that carries an error.
 * @param headers Response headers of every error, with placeholders in their values. A
 * header whose value is absent is dropped.
 * @param requestId How requests get their ids.
 * @param closed Whether only declared codes are ever sent.
 * @param extensions Facts that only this API has, by name, of every code that does not
 * set them itself: texts, numbers, booleans or null.
 * @param codes Error codes by name. A number is short for the status alone; the
 * properties are status, family, title, message, detail, meaning, fix, docs, retryable,
 * retry-after, at, exit-code, exceptions, constraints, replaces, expose-message, details,
 * extensions, log, since and deprecated.
 * @param quota Headers that show quotas on every response.
 * @param limits Limits of requests, by path.
 * @param contracts Further contracts by name, each for paths of its own: title,
 * description, paths, envelope, language, headers, request-id, closed, extensions, codes
 * and quota. A contract inherits what is not set.
 */
@ConfigurationProperties("errata")
record ErrataProperties(@Nullable String title, @Nullable String description, @DefaultValue("/**") List<String> paths,
		@DefaultValue("en") String language, @NestedConfigurationProperty @Nullable EnvelopeProperties envelope,
		@Nullable Map<String, String> headers, @NestedConfigurationProperty @Nullable RequestIdProperties requestId,
		@DefaultValue("false") boolean closed, @Nullable Map<String, Object> extensions,
		@Nullable Map<String, CodeProperties> codes, @NestedConfigurationProperty @Nullable QuotaProperties quota,
		@NestedConfigurationProperty @Nullable LimitsProperties limits,
		@Nullable Map<String, ContractProperties> contracts) {
}
