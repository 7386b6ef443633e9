package dev.errata.idempotency.servlet;

import java.io.IOException;
import java.util.Map;

import dev.errata.error.ErrorCodeException;
import dev.errata.idempotency.IdempotencyGuard;
import dev.errata.idempotency.KeyDisposition;
import dev.errata.idempotency.RunningClaim;
import dev.errata.idempotency.StoredResponse;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.context.request.async.WebAsyncUtils;

/**
 * Gives the claims of requests back, by the responses that their clients get, and sends
 * these.
 */
final class ClaimSettlement {

	private static final Logger logger = LoggerFactory.getLogger(ClaimSettlement.class);

	private final IdempotencyGuard guard;

	ClaimSettlement(IdempotencyGuard guard) {
		this.guard = guard;
	}

	/**
	 * Give back the claim of a request that has failed without a response.
	 * @return whether the client has got the response of another request instead
	 */
	boolean abandon(IdempotentExchange exchange) throws IOException {
		RunningClaim claim = exchange.takeClaim();
		if (claim == null) {
			return false;
		}
		StoredResponse other = this.guard.abandon(claim);
		if (other == null || exchange.response().isCommitted()) {
			return false;
		}
		exchange.replace(other);
		return true;
	}

	/**
	 * Settle the claim of a request by its response, and send that.
	 * @param whole whether the response is in the buffer as a whole
	 */
	void settle(IdempotentExchange exchange, boolean whole) throws IOException {
		RunningClaim claim = exchange.takeClaim();
		if (claim == null) {
			return;
		}
		StoredResponse other = settle(exchange, claim, whole);
		if (other != null && whole) {
			exchange.replace(other);
		}
		else {
			exchange.buffer().send();
		}
	}

	private @Nullable StoredResponse settle(IdempotentExchange exchange, RunningClaim claim, boolean whole) {
		StoredResponse own;
		try {
			BufferingResponseWrapper response = exchange.response();
			own = StoredResponses.of(response, exchange.headersBefore(),
					exchange.contractExchange().contract().requestId().header(),
					whole ? response.buffer().body() : null);
		}
		catch (RuntimeException ex) {
			// a response that cannot be sent either, such as a redirect to nowhere
			this.guard.abandon(claim);
			throw ex;
		}
		return this.guard.settle(claim, own, exchange.contractExchange().error());
	}

	/**
	 * Settle the claim of a request whose client has left, as containers tell with
	 * HTTP/2. Spring MVC closes its response then, so that nobody can write it. Work that
	 * fails is reopened, if need be once it has. Other work is done, or may go on.
	 */
	void settleLost(IdempotentExchange exchange, HttpServletRequest request) {
		RunningClaim claim = exchange.takeClaim();
		if (claim == null) {
			return;
		}
		StoredResponse unreplayable = new StoredResponse(exchange.response().getStatus(), Map.of(), null);
		boolean hasFailed = exchange.contractExchange().error() != null
				|| CallableWork.isFailure(WebAsyncUtils.getAsyncManager(request).getConcurrentResult());
		exchange.work()
			.abandon((failed) -> settleLost(claim, (failed || hasFailed) ? KeyDisposition.REOPEN : KeyDisposition.KEEP,
					unreplayable));
	}

	private void settleLost(RunningClaim claim, KeyDisposition disposition, StoredResponse unreplayable) {
		settleUnheard(() -> this.guard.settle(claim, disposition, unreplayable));
	}

	/**
	 * Settle the claim of a request whose response was cut off outside of any dispatch.
	 */
	private void settleCutOff(IdempotentExchange exchange) {
		exchange.request().close();
		RunningClaim claim = exchange.takeClaim();
		if (claim != null) {
			settleUnheard(() -> this.guard.abandon(claim));
		}
	}

	private static void settleUnheard(Runnable settlement) {
		try {
			settlement.run();
		}
		catch (ErrorCodeException ex) {
			logger.debug("Nobody is there to be told", ex);
		}
	}

	/**
	 * Settle the claim of a request once another thread has completed it outside of any
	 * dispatch.
	 */
	void settleOnCompletion(IdempotentExchange exchange, HttpServletRequest request) {
		request.getAsyncContext().addListener(new Completion(exchange));
		exchange.contractExchange().whenAbortedUnseen(() -> settleCutOff(exchange));
	}

	/**
	 * Listens for the completion of a request.
	 */
	private final class Completion implements AsyncListener {

		private final IdempotentExchange exchange;

		Completion(IdempotentExchange exchange) {
			this.exchange = exchange;
		}

		@Override
		public void onComplete(AsyncEvent event) throws IOException {
			if (this.exchange.contractExchange().isCutShort()) {
				settleCutOff(this.exchange);
				return;
			}
			this.exchange.request().close();
			// what that thread has written may have bypassed the buffer
			settle(this.exchange, false);
		}

		@Override
		public void onTimeout(AsyncEvent event) {
		}

		@Override
		public void onError(AsyncEvent event) {
			if (event.getThrowable() instanceof IOException) {
				// whether or not anybody has dispatched it for that
				settleLost(this.exchange, this.exchange.request());
			}
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
			// listeners are gone once it begins anew
			event.getAsyncContext().addListener(this);
		}

	}

}
