package dev.errata.web.reactive;

import dev.errata.error.Causes;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

/**
 * An exception that is signalled in place of a throwable with which the request would
 * never end: Reactor throws what it calls fatal instead of signalling it, and Spring
 * follows causes for ever if they are cyclic.
 */
final class StandIn extends RuntimeException {

	/**
	 * Whether a class has a stack trace of its own making. The trace of others is there,
	 * and takes time to get.
	 */
	private static final ClassValue<Boolean> OWN_TRACE = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			try {
				return type.getMethod("getStackTrace").getDeclaringClass() != Throwable.class;
			}
			catch (NoSuchMethodException ex) {
				return true;
			}
		}

	};

	private final transient Throwable original;

	private StandIn(Throwable original, @Nullable Throwable cause) {
		super("Stands for " + original.getClass().getName(), cause, false, false);
		this.original = original;
	}

	/**
	 * Return a throwable that can be signalled.
	 * @param throwable the throwable as thrown or signalled
	 * @return the throwable itself if it can, or what stands for it
	 */
	static Throwable of(Throwable throwable) {
		Throwable thrown = Exceptions.unwrap(throwable);
		boolean sound = Causes.areWellFormed(thrown) && hasTrace(thrown);
		return (sound && !Exceptions.isFatal(thrown)) ? thrown : new StandIn(thrown, sound ? thrown : null);
	}

	private static boolean hasTrace(Throwable throwable) {
		if (!OWN_TRACE.get(throwable.getClass())) {
			return true;
		}
		try {
			return throwable.getStackTrace() != null;
		}
		catch (Throwable ex) {
			return false;
		}
	}

	/**
	 * Return what a throwable stands for.
	 * @param throwable the throwable as signalled
	 * @return the throwable itself if it stands for no other
	 */
	static Throwable original(Throwable throwable) {
		return (throwable instanceof StandIn standIn) ? standIn.original : throwable;
	}

}
