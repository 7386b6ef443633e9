package dev.errata.idempotency.servlet;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import dev.errata.idempotency.RunningClaim;
import dev.errata.idempotency.StoredResponse;
import dev.errata.web.ContractExchange;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.async.WebAsyncUtils;

/**
 * The state of a request that has an idempotency key, which filter and interceptor share
 * in all its dispatches.
 */
final class IdempotentExchange {

	static final String ATTRIBUTE = IdempotentExchange.class.getName();

	private final ContractExchange contractExchange;

	private final CachedBodyRequestWrapper request;

	private final CallableWork work = new CallableWork();

	private volatile BufferingResponseWrapper response;

	private volatile @Nullable RunningClaim claim;

	private volatile Map<String, List<String>> headersBefore = Map.of();

	private volatile @Nullable StoredResponse replay;

	private volatile boolean decided;

	private volatile boolean async;

	private volatile boolean errorPassed;

	IdempotentExchange(ContractExchange contractExchange, CachedBodyRequestWrapper request,
			BufferingResponseWrapper response) {
		this.contractExchange = contractExchange;
		this.request = request;
		this.response = response;
	}

	static @Nullable IdempotentExchange of(HttpServletRequest request) {
		return (IdempotentExchange) request.getAttribute(ATTRIBUTE);
	}

	ContractExchange contractExchange() {
		return this.contractExchange;
	}

	CachedBodyRequestWrapper request() {
		return this.request;
	}

	CallableWork work() {
		return this.work;
	}

	BufferingResponseWrapper response() {
		return this.response;
	}

	/**
	 * Return the buffer of the response.
	 */
	ResponseBuffer buffer() {
		return this.response.buffer();
	}

	Map<String, List<String>> headersBefore() {
		return this.headersBefore;
	}

	/**
	 * Return whether this is the first time that a decision is asked for.
	 */
	boolean decide() {
		boolean first = !this.decided;
		this.decided = true;
		return first;
	}

	boolean isDecided() {
		return this.decided;
	}

	/**
	 * Run under a claim, and buffer the response from now on.
	 */
	void run(RunningClaim claim) {
		this.claim = claim;
		this.headersBefore = StoredResponses.snapshot(this.response);
		buffer().start();
		this.request.setAttribute(RunningClaim.ATTRIBUTE, claim);
		WebAsyncUtils.getAsyncManager(this.request).registerCallableInterceptor(CallableWork.class, this.work);
	}

	/**
	 * Send a stored response, once the filters around the handler are done: what they do
	 * to a response was done to the stored one.
	 */
	void replay(StoredResponse stored) {
		this.headersBefore = StoredResponses.snapshot(this.response);
		buffer().start();
		// for filters that log it
		this.response.setStatus(stored.status());
		this.replay = stored;
	}

	/**
	 * Take the stored response to send, which happens once.
	 */
	@Nullable StoredResponse takeReplay() {
		StoredResponse replay = this.replay;
		this.replay = null;
		return replay;
	}

	/**
	 * Send a stored response instead of the one that the handler has begun.
	 */
	void replace(StoredResponse stored) throws IOException {
		StoredResponses.replace(stored, this.headersBefore, this.response);
	}

	/**
	 * Go on in an ERROR dispatch, whose response is a new one.
	 */
	BufferingResponseWrapper continueOn(HttpServletResponse response, int maxSize) {
		this.response = new BufferingResponseWrapper(response, maxSize);
		this.errorPassed = false;
		this.headersBefore = StoredResponses.snapshot(this.response);
		buffer().start();
		return this.response;
	}

	/**
	 * Return the claim, as long as it has not been settled.
	 */
	@Nullable RunningClaim openClaim() {
		RunningClaim claim = this.claim;
		return (claim != null && !claim.isTaken()) ? claim : null;
	}

	/**
	 * Take the claim to settle it, which happens once.
	 */
	@Nullable RunningClaim takeClaim() {
		RunningClaim claim = this.claim;
		return (claim != null && claim.take()) ? claim : null;
	}

	void setAsync() {
		this.async = true;
	}

	boolean isAsync() {
		return this.async;
	}

	/**
	 * Remember that an error was passed to the container, which has yet to answer it.
	 */
	void setErrorPassed() {
		this.errorPassed = true;
	}

	boolean isErrorPassed() {
		return this.errorPassed;
	}

}
