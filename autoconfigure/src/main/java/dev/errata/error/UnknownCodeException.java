package dev.errata.error;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Says in the log that a code was thrown which the contract does not know.
 */
class UnknownCodeException extends RuntimeException {

	UnknownCodeException(String contract, String code, List<String> nearest, @Nullable Throwable cause) {
		super("The contract '%s' does not know the code '%s'%s".formatted(contract, Texts.clean(code),
				nearest.isEmpty() ? "" : "; did you mean '" + String.join("' or '", nearest) + "'?"), cause, true,
				false);
	}

}
