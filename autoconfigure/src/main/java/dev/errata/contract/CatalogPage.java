package dev.errata.contract;

/**
 * Where the catalog can be browsed. Problem types point there.
 *
 * @param path the path below the application's own
 * @param controller the class that serves it
 * @since 0.1.0
 * @hidden
 */
public record CatalogPage(String path, Class<?> controller) {
}
