package dev.errata.sample.aitbc;

import java.util.regex.Pattern;

import dev.errata.error.ErrorTranslator;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Tells what is not found at an unknown path: below miners a miner, below receipts a
 * receipt. The contract says what it is elsewhere.
 */
@Component
class UnknownPaths implements ErrorTranslator {

	private static final Pattern MINERS = Pattern.compile("/?aitbc/(.+/)?miners(/.*)?");

	private static final Pattern RECEIPTS = Pattern.compile("/?aitbc/(.+/)?receipts(/.*)?");

	@Override
	public @Nullable Failure translate(Throwable exception) {
		if (!(exception instanceof NoResourceFoundException missing)) {
			return null;
		}
		if (MINERS.matcher(missing.getResourcePath()).matches()) {
			return Failure.of("MINER_NOT_FOUND");
		}
		return RECEIPTS.matcher(missing.getResourcePath()).matches() ? Failure.of("RECEIPT_NOT_FOUND") : null;
	}

}
