package dev.errata.browser;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * The browsable catalog.
 *
 * @param enabled Whether the catalog can be browsed.
 * @param path Path of the catalog.
 */
@ConfigurationProperties(prefix = "errata.browser", ignoreUnknownFields = false)
record BrowserProperties(@DefaultValue("true") boolean enabled, @DefaultValue("/errors") String path) {

	BrowserProperties {
		path = "/" + StringUtils.trimTrailingCharacter(StringUtils.trimLeadingCharacter(path, '/'), '/');
	}

}
