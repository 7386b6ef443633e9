package dev.errata.contract;

/**
 * The page of the catalog, which the types of problem details link to.
 *
 * @param path the path below the context path
 * @since 0.1.0
 * @hidden
 */
public record CatalogPage(String path) {
}
