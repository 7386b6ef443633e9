package dev.errata.contract;

import org.springframework.util.Assert;

/**
 * What a part of Errata that is in force says about itself in the one line that is logged
 * when a web application has started: a few words, such as {@code idempotency jdbc}.
 *
 * @param text the words
 * @since 0.1.0
 */
public record StartupRemark(String text) {

	public StartupRemark {
		Assert.hasText(text, "'text' must not be empty");
	}

}
