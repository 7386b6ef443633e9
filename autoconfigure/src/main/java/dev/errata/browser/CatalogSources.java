package dev.errata.browser;

import dev.errata.contract.Contracts;

/**
 * What the documents of the catalog are made of.
 *
 * @param contracts the contracts
 * @param path the path of the catalog below the application's own
 * @param service the service
 * @param tryIt raises codes on demand
 */
record CatalogSources(Contracts contracts, String path, ServiceInfo service, TryIt tryIt) {
}
