package dev.errata.web.reactive;

import dev.errata.error.Causes;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * The traceback of an exception, which names the checkpoints of Reactor that it has
 * passed. Spring has one around each filter. The first one usually adds the traceback and
 * moves the stack trace of the exception to it, which costs more than the whole response.
 * An exception that has a traceback already keeps its stack trace.
 */
final class Traceback {

	private static final String CHECKPOINT = "Handler [DispatcherHandler]";

	private static final CoreSubscriber<Object> NOBODY = new CoreSubscriber<>() {

		@Override
		public void onSubscribe(Subscription subscription) {
			// there is nothing to request
		}

		@Override
		public void onNext(Object value) {
			// there is no value
		}

		@Override
		public void onError(Throwable exception) {
			// the checkpoint has added what is asked for
		}

		@Override
		public void onComplete() {
			// the source fails
		}

	};

	private Traceback() {
	}

	/**
	 * Add a traceback to an exception that has none.
	 * @param exception the exception
	 * @return the exception to go on with
	 */
	static Throwable addTo(Throwable exception) {
		if (Causes.tracebackOf(exception) != null) {
			return exception;
		}
		Carrier carrier = new Carrier();
		Mono.error(carrier).checkpoint(CHECKPOINT).subscribe(NOBODY);
		Throwable traceback = Causes.tracebackOf(carrier);
		return (traceback != null) ? Exceptions.addSuppressed(exception, traceback) : exception;
	}

	/**
	 * Gets a traceback, and has no stack trace that could be moved to it.
	 */
	private static final class Carrier extends Exception {

		Carrier() {
			super(null, null, true, false);
		}

	}

}
