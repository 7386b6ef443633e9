package dev.errata.browser;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The browsable catalog.
 *
 * @param enabled Whether the catalog can be browsed.
 * @param path Path of the catalog.
 */
@ConfigurationProperties(prefix = "errata.browser", ignoreUnknownFields = false)
record BrowserProperties(@DefaultValue("true") boolean enabled, @DefaultValue("/errors") String path) {
}
