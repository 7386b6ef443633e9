package dev.errata.contract;

import java.util.List;
import java.util.Map;

import dev.errata.properties.CodeProperties;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a named contract. It inherits from the root what is not set.
 *
 * @param title name of the contract for the readers of the catalog
 * @param description what the contract is for, for the readers of the catalog
 * @param paths paths that the contract applies to; the most specific pattern wins
 * @param language language that the texts of its codes are written in
 * @param envelope JSON document that carries an error
 * @param headers response headers of every error, added to those of the root
 * @param requestId how requests get their ids
 * @param closed whether only declared codes are ever sent
 * @param extensions facts that only this API has, by name, of every code that does not
 * set them itself; added to those of the root
 * @param codes error codes by name; one that the root has as well is replaced as a whole
 * @param quota headers that show quotas on every response
 */
record ContractProperties(@Nullable String title, @Nullable String description, @Nullable List<String> paths,
		@Nullable String language, @Nullable EnvelopeProperties envelope, @Nullable Map<String, String> headers,
		@Nullable RequestIdProperties requestId, @Nullable Boolean closed, @Nullable Map<String, Object> extensions,
		@Nullable Map<String, CodeProperties> codes, @Nullable QuotaProperties quota) {
}
