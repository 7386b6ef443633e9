package dev.errata.browser;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.errata.browser.changes.ReleaseHistory;
import dev.errata.contract.Contracts;
import org.jspecify.annotations.Nullable;

/**
 * What the documents of the catalog are made of.
 *
 * @param contracts the contracts
 * @param path the path of the catalog below the application's own
 * @param service the service
 * @param tryIt raises codes on demand
 * @param history how the codes have changed
 * @param keys the rules of idempotency keys; none if requests have no keys
 * @param operations which operations can end with a code
 * @param counts how often codes were sent, or {@code null} if readers are not to know
 */
record CatalogSources(Contracts contracts, String path, ServiceInfo service, TryIt tryIt, ReleaseHistory history,
		Supplier<List<Map<String, Object>>> keys, CodeOperations operations, @Nullable CodeCounts counts) {
}
