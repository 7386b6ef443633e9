package dev.errata.contract;

import org.springframework.util.Assert;

/**
 * A few words of an active part of Errata in the line that is logged when a web
 * application starts, such as {@code idempotency jdbc}.
 *
 * @param text the words
 * @since 0.1.0
 * @hidden
 */
public record StartupRemark(String text) {

	public StartupRemark {
		Assert.hasText(text, "'text' must not be empty");
	}

}
