package dev.errata.error;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps what was logged, so that it is logged once rather than for every error. The
 * number is limited, since it can come from a client: a language, or a code that a
 * translator makes of a parameter.
 */
final class Reported {

	private static final int MAX = 100;

	private final Set<Object> reported = ConcurrentHashMap.newKeySet();

	/**
	 * Return whether to report something, and take it for reported from now on.
	 * @param what the thing, compared by {@code equals}
	 */
	boolean isFirst(Object what) {
		return this.reported.size() < MAX && this.reported.add(what);
	}

}
