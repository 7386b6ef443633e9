package dev.errata.sample;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Who calls: one of the fixed accounts that every system has. Its credential names it.
 */
public enum Account {

	/** May do everything. */
	VALID,
	/** May read only; at joule it may infer, too. */
	READ_ONLY,
	/** Has nothing to pay with. */
	POOR,
	/** Has spent its energy. */
	OVER_BUDGET,
	/** Sends too many requests. */
	THROTTLED,
	/** Was valid until yesterday. */
	EXPIRED,
	/** Was valid until somebody withdrew it. */
	REVOKED;

	/**
	 * Return the account of a credential such as {@code engine-read-only}; that of
	 * contrib looks like a JWT, {@code contrib.read-only.signature}.
	 */
	static @Nullable Account of(String system, String credential) {
		for (Account account : values()) {
			String name = account.name().toLowerCase(Locale.ROOT).replace('_', '-');
			String expected = system.equals("contrib") ? "contrib." + name + ".signature" : system + "-" + name;
			if (expected.equals(credential)) {
				return account;
			}
		}
		return null;
	}

}
