package dev.errata.browser;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * The browsable catalog.
 *
 * @param enabled Whether the catalog can be browsed.
 * @param path Path of the catalog.
 * @param tryIt Path of a GET endpoint that raises codes, with {contract}, {code} and
 * {status}; the page then offers to call it.
 * @param operations Whether the page of a code tells which operations can end with it.
 * @param counts Whether the page of a code tells how often it was sent since the
 * application has started, and when last.
 */
@ConfigurationProperties("errata.browser")
record BrowserProperties(@DefaultValue("true") boolean enabled, @DefaultValue("/errors") String path,
		@Nullable String tryIt, @DefaultValue("true") boolean operations, @DefaultValue("false") boolean counts) {

	BrowserProperties {
		path = "/" + StringUtils.trimTrailingCharacter(StringUtils.trimLeadingCharacter(path, '/'), '/');
	}

}
