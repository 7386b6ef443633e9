package dev.errata.web.servlet;

/**
 * Throws checked exceptions without declaring them. Dispatchers and containers accept any
 * exception.
 *
 * @since 0.1.0
 * @hidden
 */
public final class SneakyThrow {

	private SneakyThrow() {
	}

	/**
	 * Throw an exception as it is.
	 * @param exception the exception
	 * @return nothing, so that the call can stand behind {@code throw}
	 */
	public static RuntimeException of(Throwable exception) {
		throw SneakyThrow.<RuntimeException>unchecked(exception);
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> E unchecked(Throwable exception) throws E {
		throw (E) exception;
	}

}
