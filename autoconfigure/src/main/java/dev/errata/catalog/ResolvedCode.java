package dev.errata.catalog;

/**
 * The entry that answers a failure, and the status it answers with.
 *
 * @param entry the entry
 * @param status the HTTP status
 * @since 0.1.0
 */
public record ResolvedCode(CatalogEntry entry, int status) {

}
