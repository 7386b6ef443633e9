package dev.errata.browser.changes;

import java.util.List;

import dev.errata.contract.Contract;
import org.jspecify.annotations.Nullable;

/**
 * A version of the service, and how its codes differ from those of the one before.
 *
 * @param version the version, or {@code null} if it is not released
 * @param changes the changes
 * @since 0.1.0
 * @hidden
 */
public record Release(@Nullable String version, List<Change> changes) {

	/**
	 * A change of a code.
	 *
	 * @param kind what has happened
	 * @param contract the contract, or {@code null} if there is no longer one of its name
	 * @param contractName its name
	 * @param code the code
	 * @param detail what exactly is different, or an empty text
	 */
	public record Change(Kind kind, @Nullable Contract contract, String contractName, String code, String detail) {
	}

	/**
	 * What can happen to a code, in the order in which it is told.
	 */
	public enum Kind {

		/** It is new. */
		ADDED,

		/** It has another status or family. */
		CHANGED,

		/** It is deprecated. */
		DEPRECATED,

		/** It is gone. */
		REMOVED

	}

}
