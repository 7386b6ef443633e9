package dev.errata.web;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import dev.errata.contract.Contract;
import dev.errata.error.ApiError;
import dev.errata.error.ErrorRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A request that a contract applies to, and what has become of it so far: its contract
 * and id, the last answer to a failure, whether it was denied or has timed out. The first
 * filter or other entry point creates it, and a request attribute keeps it through all
 * dispatches. It may be used by any thread.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ContractExchange {

	/**
	 * Name of the request attribute that holds the exchange, or a marker if no contract
	 * applies.
	 */
	public static final String ATTRIBUTE = ContractExchange.class.getName();

	private final Contract contract;

	private final String path;

	private final String requestId;

	private volatile @Nullable HandledFailure last;

	private volatile @Nullable TranslatedException translated;

	private volatile @Nullable Denial denial;

	private volatile boolean timedOut;

	private volatile boolean clientGone;

	private volatile @Nullable Exception pendingAbort;

	private volatile @Nullable Runnable abortListener;

	private volatile @Nullable OpenStream stream;

	private volatile @Nullable List<String> filterCookies;

	private volatile Supplier<@Nullable Duration> quotaReset = ErrorRequest.NO_QUOTA;

	/**
	 * Create an exchange.
	 * @param contract the contract that rules the request
	 * @param path the path of the request as patterns are written
	 * @param offeredId the request id that the caller has sent, or {@code null}
	 */
	public ContractExchange(Contract contract, String path, @Nullable String offeredId) {
		Assert.notNull(contract, "'contract' must not be null");
		Assert.notNull(path, "'path' must not be null");
		this.contract = contract;
		this.path = path;
		this.requestId = contract.requestId().idFor(offeredId);
	}

	/**
	 * Return the contract of the path that the request came in with, in later dispatches
	 * as well.
	 * @return the contract
	 */
	public Contract contract() {
		return this.contract;
	}

	/**
	 * Return the path that the request came in with, as patterns are written.
	 * @return the path below the application's own and that of its dispatcher
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Return the id of the request.
	 * @return the caller's where the contract accepts it, else a generated one
	 */
	public String requestId() {
		return this.requestId;
	}

	/**
	 * Return the last answer to a failure of this request.
	 * @return the answer, or {@code null} if the request has not failed
	 */
	public @Nullable ErrorAnswer answer() {
		HandledFailure last = this.last;
		return (last != null) ? last.answer() : null;
	}

	/**
	 * Return the error of the last answer.
	 * @return the error, or {@code null} if the request has not failed
	 */
	public @Nullable ApiError error() {
		ErrorAnswer answer = answer();
		return (answer != null) ? answer.error() : null;
	}

	/**
	 * Return whether an exception is the failure that was answered last, or one of its
	 * causes.
	 * @param exception the exception, technical wrappers taken off
	 * @return whether it is known
	 */
	public boolean hasFailedWith(Throwable exception) {
		HandledFailure last = this.last;
		return last != null && last.isAbout(exception);
	}

	/**
	 * Return whether the answer is written, or will be by the ERROR dispatch, so that
	 * whatever fails now comes too late.
	 * @return whether the request is answered
	 */
	public boolean isAnswered() {
		return is(HandledFailure.State.WRITTEN) || is(HandledFailure.State.DEFERRED)
				|| is(HandledFailure.State.LAST_EVENT);
	}

	/**
	 * Return whether the answer is left to the ERROR dispatch.
	 * @return whether the answer waits for its dispatch
	 */
	public boolean isDeferred() {
		return is(HandledFailure.State.DEFERRED);
	}

	/**
	 * Return whether a view of the application is to render the answer.
	 * @return whether a view has the answer
	 */
	public boolean isLeftToView() {
		return is(HandledFailure.State.RENDERED);
	}

	/**
	 * Return whether the request has failed while its response was sent, so that status
	 * and headers are those of a success. The response was aborted or has ended with a
	 * last event.
	 * @return whether the response is incomplete
	 */
	public boolean isCutShort() {
		return is(HandledFailure.State.ABORTED) || is(HandledFailure.State.LAST_EVENT);
	}

	private boolean is(HandledFailure.State state) {
		HandledFailure last = this.last;
		return last != null && last.state() == state;
	}

	/**
	 * Leave the last answer to the ERROR dispatch.
	 */
	public void leaveToErrorDispatch() {
		become(HandledFailure.State.DEFERRED);
	}

	/**
	 * Give the last answer to a view of the application, which is rendered later.
	 */
	public void leaveToView() {
		become(HandledFailure.State.RENDERED);
	}

	/**
	 * Record that the last answer was sent as the last event of a stream.
	 */
	public void leaveToLastEvent() {
		become(HandledFailure.State.LAST_EVENT);
	}

	private synchronized void become(HandledFailure.State state) {
		HandledFailure last = this.last;
		if (last != null) {
			this.last = new HandledFailure(last.exception(), last.answer(), state);
		}
	}

	/**
	 * Record that the response is aborted, since it was committed before the request
	 * failed. The last answer is not sent.
	 * @param exception the exception, technical wrappers taken off
	 */
	public synchronized void abort(Throwable exception) {
		HandledFailure last = this.last;
		if (last != null) {
			this.last = new HandledFailure(exception, last.answer(), HandledFailure.State.ABORTED);
		}
	}

	/**
	 * Return whether an exception is the one that aborts the response.
	 * @param exception the exception, technical wrappers taken off
	 * @return whether it was thrown for that
	 */
	public boolean isAbortedBy(Throwable exception) {
		HandledFailure last = this.last;
		return last != null && last.state() == HandledFailure.State.ABORTED && last.exception() == exception;
	}

	/**
	 * Return whether an exception waits to be thrown.
	 * @return whether there is one to {@linkplain #takeAbort() take}
	 */
	public boolean isAbortPending() {
		return this.pendingAbort != null;
	}

	/**
	 * Keep the exception that aborts the response until an outer filter
	 * {@linkplain #takeAbort() takes} it.
	 * @param exception the exception to throw
	 */
	public synchronized void deferAbort(Exception exception) {
		this.pendingAbort = exception;
	}

	/**
	 * Return the exception that aborts the response, and clear it.
	 * @return the exception to throw, or {@code null} if the response is not aborted
	 */
	public synchronized @Nullable Exception takeAbort() {
		Exception exception = this.pendingAbort;
		this.pendingAbort = null;
		return exception;
	}

	/**
	 * Let somebody know when the response is aborted in a dispatch that it does not see.
	 * @param listener is called before
	 */
	public void whenAbortedUnseen(Runnable listener) {
		this.abortListener = listener;
	}

	/**
	 * Tell the one who wants to know that the response is aborted in this dispatch.
	 */
	public void tellOfAbort() {
		Runnable listener = this.abortListener;
		if (listener != null) {
			listener.run();
		}
	}

	/**
	 * Return the stream that the response is, and that may get a last event.
	 * @return the stream, or {@code null} if none was opened
	 */
	public @Nullable OpenStream stream() {
		return this.stream;
	}

	/**
	 * Return the stream that the response is, and open it if it is not.
	 * @return the stream
	 */
	public synchronized OpenStream openStream() {
		OpenStream stream = this.stream;
		if (stream == null) {
			stream = new OpenStream();
			this.stream = stream;
		}
		return stream;
	}

	@Nullable HandledFailure last() {
		return this.last;
	}

	synchronized void handled(HandledFailure failure) {
		this.last = failure;
	}

	@Nullable TranslatedException translated() {
		return this.translated;
	}

	void translated(@Nullable TranslatedException translated) {
		this.translated = translated;
	}

	/**
	 * Return whether the request has timed out while it was processed asynchronously.
	 * @return whether it has timed out
	 */
	public boolean isTimedOut() {
		return this.timedOut;
	}

	/**
	 * Record that the request has timed out.
	 */
	public void markTimedOut() {
		this.timedOut = true;
	}

	/**
	 * Return whether the client has left while the request was processed asynchronously.
	 * @return whether the container has said so
	 */
	public boolean isClientGone() {
		return this.clientGone;
	}

	/**
	 * Record that the client has left.
	 */
	public void markClientGone() {
		this.clientGone = true;
	}

	/**
	 * Return why Security has denied the request, as far as this is known.
	 * @return the denial, or {@code null} if there was none in this dispatch
	 */
	public @Nullable Denial denial() {
		return this.denial;
	}

	/**
	 * Record why Security has denied the request.
	 * @param denial the denial, or {@code null} to forget the one before
	 */
	public void setDenial(@Nullable Denial denial) {
		this.denial = denial;
	}

	/**
	 * Return the cookies that filters had set when the first handler of a servlet was
	 * called.
	 * @return the cookies as they are sent, or {@code null} if no handler was called
	 */
	public @Nullable List<String> filterCookies() {
		return this.filterCookies;
	}

	/**
	 * Record the cookies that filters have set.
	 * @param cookies the cookies as they are sent, or {@code null} if filters go on
	 */
	public void filterCookies(@Nullable List<String> cookies) {
		this.filterCookies = cookies;
	}

	/**
	 * Return a supplier of the time until exhausted quotas are reset.
	 * @return the supplier
	 * @see ErrorRequest#quotaReset()
	 */
	public Supplier<@Nullable Duration> quotaReset() {
		return this.quotaReset;
	}

	/**
	 * Set a supplier of the time until exhausted quotas are reset.
	 */
	void quotaReset(Supplier<@Nullable Duration> quotaReset) {
		this.quotaReset = quotaReset;
	}

}
