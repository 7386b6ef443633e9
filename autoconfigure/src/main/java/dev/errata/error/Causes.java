package dev.errata.error;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Collection;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Walks along the causes of exceptions that may be anything: cyclic, endless, throwing
 * themselves.
 *
 * @since 0.1.0
 * @hidden
 */
public final class Causes {

	/** How many causes of an exception are looked at. */
	public static final int MAX_DEPTH = 32;

	// by name: the library need not be there
	private static final String OF_REACTOR = "reactor.core.Exceptions$";

	private static final StackTraceElement[] NO_TRACE = {};

	private static final String TRACEBACK = "reactor.core.publisher.FluxOnAssembly$OnAssemblyException";

	/** Where the JDK checks arguments. */
	private static final String CHECKS = "jdk.internal.util.";

	private Causes() {
	}

	/**
	 * Return the cause of an exception.
	 * @param exception the exception
	 * @return the cause, or {@code null} if it has none or {@code getCause} throws
	 */
	public static @Nullable Throwable causeOf(Throwable exception) {
		try {
			Throwable cause = exception.getCause();
			return (cause != exception) ? cause : null;
		}
		catch (Throwable ex) {
			return null;
		}
	}

	/**
	 * Find the first of an exception and its causes that is of a type.
	 * @param <T> the type
	 * @param exception the exception
	 * @param type the type
	 * @return the exception or one of its causes, or {@code null}
	 */
	public static <T> @Nullable T find(Throwable exception, Class<T> type) {
		return findFirst(exception, (cause) -> type.isInstance(cause) ? type.cast(cause) : null);
	}

	/**
	 * Return whether an exception or one of its causes matches.
	 * @param exception the exception, or {@code null}
	 * @param predicate the predicate
	 * @return whether one does
	 */
	public static boolean anyMatch(@Nullable Throwable exception, Predicate<Throwable> predicate) {
		return findFirst(exception, (cause) -> predicate.test(cause) ? cause : null) != null;
	}

	/**
	 * Find something that an exception or one of its causes says.
	 * @param <T> the type of the result
	 * @param exception the exception, or {@code null}
	 * @param function returns the result for an exception, or {@code null}; it is called
	 * with the outermost first
	 * @return the first result, or {@code null}
	 */
	public static <T> @Nullable T findFirst(@Nullable Throwable exception, Function<Throwable, @Nullable T> function) {
		Throwable cause = exception;
		for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
			T found = function.apply(cause);
			if (found != null) {
				return found;
			}
			cause = causeOf(cause);
		}
		return null;
	}

	/**
	 * Find something by the place where an exception was thrown. For an exception that
	 * any code may throw, such as an {@link IllegalArgumentException}, only the place
	 * says what it is about.
	 * @param <T> the type of the result
	 * @param exception the exception
	 * @param depth how many stack frames are looked at, without those in which the JDK
	 * checks arguments, whose number differs from release to release
	 * @param function returns the result for a stack frame, or {@code null}; it is called
	 * with the innermost first
	 * @return the first result, or {@code null}
	 */
	public static <T> @Nullable T findByPlace(Throwable exception, int depth,
			Function<StackTraceElement, @Nullable T> function) {
		Throwable traceback = tracebackOf(exception);
		StackTraceElement[] trace = (traceback != null) ? traceback.getStackTrace() : NO_TRACE;
		if (trace.length == 0) {
			trace = exception.getStackTrace();
		}
		int seen = 0;
		for (int i = 0; i < trace.length && seen < depth; i++) {
			if (trace[i].getClassName().startsWith(CHECKS)) {
				continue;
			}
			T found = function.apply(trace[i]);
			if (found != null) {
				return found;
			}
			seen++;
		}
		return null;
	}

	/**
	 * Return whether an exception was thrown by certain classes, or on their behalf.
	 * @param exception the exception
	 * @param depth how many stack frames are looked at, the innermost first
	 * @param classes matches the names of these classes
	 * @return whether one of the frames is in such a class
	 */
	public static boolean isThrownBy(Throwable exception, int depth, Predicate<String> classes) {
		return findByPlace(exception, depth, (place) -> classes.test(place.getClassName()) ? place : null) != null;
	}

	/**
	 * Return whether an exception was thrown on behalf of certain classes, without other
	 * code between them and the place where it was thrown.
	 * @param exception the exception
	 * @param depth how many stack frames are looked at, the innermost first
	 * @param callers how the names of these classes begin
	 * @param between how the names of classes begin that may be called in between, unless
	 * they are callers
	 * @return whether one of the callers comes before any other code
	 */
	public static boolean isThrownFor(Throwable exception, int depth, Collection<String> callers,
			Collection<String> between) {
		Boolean found = findByPlace(exception, depth, (place) -> {
			String name = place.getClassName();
			if (callers.stream().anyMatch(name::startsWith)) {
				return true;
			}
			return between.stream().anyMatch(name::startsWith) ? null : false;
		});
		return Boolean.TRUE.equals(found);
	}

	/**
	 * Return what Reactor has added to an exception that has passed a checkpoint. Its
	 * message has a line for each of these. If it has a stack trace, it is that of the
	 * exception, which has only the first frame left.
	 * @param exception the exception
	 * @return the traceback, or {@code null} if there is none
	 */
	public static @Nullable Throwable tracebackOf(Throwable exception) {
		for (Throwable suppressed : exception.getSuppressed()) {
			if (suppressed.getClass().getName().equals(TRACEBACK)) {
				return suppressed;
			}
		}
		return null;
	}

	/**
	 * Take off what technology has wrapped around an exception on its way.
	 * @param exception the exception as caught
	 * @return the exception as thrown
	 */
	public static Throwable unwrap(Throwable exception) {
		Throwable unwrapped = exception;
		for (int depth = 0; depth < MAX_DEPTH && isWrapper(unwrapped); depth++) {
			Throwable cause = wrappedBy(unwrapped);
			if (cause == null) {
				return unwrapped;
			}
			unwrapped = cause;
		}
		return unwrapped;
	}

	/**
	 * Take off what technology has wrapped around an exception, and each plain
	 * {@link RuntimeException} that does not name the failure either.
	 * @param exception the exception as caught
	 * @return the exception that names the failure
	 */
	public static Throwable unwrapPlain(Throwable exception) {
		Throwable unwrapped = unwrap(exception);
		for (int depth = 0; depth < MAX_DEPTH && unwrapped.getClass() == RuntimeException.class; depth++) {
			Throwable cause = causeOf(unwrapped);
			if (cause == null) {
				return unwrapped;
			}
			unwrapped = unwrap(cause);
		}
		return unwrapped;
	}

	/**
	 * Return whether the causes of an exception can be followed safely: they end within
	 * {@link #MAX_DEPTH}, and none throws when it is asked for its message.
	 * @param exception the exception
	 * @return whether they are well-formed
	 */
	public static boolean areWellFormed(Throwable exception) {
		Throwable cause = exception;
		try {
			for (int depth = 0; depth <= MAX_DEPTH; depth++) {
				if (!isOfPlatform(cause)) {
					cause.getMessage();
				}
				cause = cause.getCause();
				if (cause == null) {
					return true;
				}
			}
		}
		catch (Throwable ex) {
			return false;
		}
		return false;
	}

	/**
	 * Return whether the message of an exception is known to be harmless, and perhaps
	 * dear to make up.
	 */
	private static boolean isOfPlatform(Throwable exception) {
		String name = exception.getClass().getName();
		return name.startsWith("org.springframework.") || name.startsWith("java.") || name.startsWith("tools.jackson.");
	}

	private static boolean isWrapper(Throwable exception) {
		Class<?> type = exception.getClass();
		return type == ExecutionException.class || type == CompletionException.class
				|| type == UndeclaredThrowableException.class || type == InvocationTargetException.class
				|| type.getName().startsWith(OF_REACTOR);
	}

	private static @Nullable Throwable wrappedBy(Throwable wrapper) {
		Throwable cause = causeOf(wrapper);
		// Reactor's exception for several has no cause: the first that happened counts
		boolean several = cause == null && wrapper.getClass().getName().equals(OF_REACTOR + "CompositeException")
				&& wrapper.getSuppressed().length > 0;
		return several ? wrapper.getSuppressed()[0] : cause;
	}

}
