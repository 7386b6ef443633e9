package dev.errata.idempotency.servlet;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

import dev.errata.error.Causes;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;

/**
 * The {@link Callable} of a request, if it has one. Spring MVC interrupts it when the
 * client leaves, and does not tell what becomes of it.
 */
final class CallableWork implements CallableProcessingInterceptor {

	private State state = State.NONE;

	private @Nullable Consumer<Boolean> listener;

	/**
	 * Give the work up. If it has not begun, it never will.
	 * @param listener is told whether the work has failed, as soon as it does not run any
	 * more
	 */
	void abandon(Consumer<Boolean> listener) {
		boolean failed;
		synchronized (this) {
			if (this.state == State.RUNNING) {
				this.listener = listener;
				return;
			}
			if (this.state == State.SUBMITTED) {
				this.state = State.FAILED;
			}
			failed = this.state == State.FAILED;
		}
		listener.accept(failed);
	}

	/**
	 * Return whether a result is an exception that says how the work has ended, and not
	 * that its response could not be written.
	 */
	static boolean isFailure(@Nullable Object result) {
		return result instanceof Throwable && !isLost(result);
	}

	/**
	 * Return whether a result is that there is no response to write to, since the client
	 * has left.
	 */
	static boolean isLost(@Nullable Object result) {
		return result instanceof Throwable exception
				&& Causes.find(exception, AsyncRequestNotUsableException.class) != null;
	}

	@Override
	public synchronized <T> void beforeConcurrentHandling(NativeWebRequest request, Callable<T> task) {
		this.state = State.SUBMITTED;
	}

	@Override
	public synchronized <T> void preProcess(NativeWebRequest request, Callable<T> task) {
		if (this.state == State.FAILED) {
			throw new CancellationException("The client has left");
		}
		this.state = State.RUNNING;
	}

	@Override
	public <T> void postProcess(NativeWebRequest request, Callable<T> task, @Nullable Object result) {
		boolean failed = isFailure(result);
		Consumer<Boolean> listener;
		synchronized (this) {
			this.state = failed ? State.FAILED : State.DONE;
			listener = this.listener;
		}
		if (listener != null) {
			listener.accept(failed);
		}
	}

	private enum State {

		NONE, SUBMITTED, RUNNING, FAILED, DONE

	}

}
