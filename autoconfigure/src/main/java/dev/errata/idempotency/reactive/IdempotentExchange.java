package dev.errata.idempotency.reactive;

import java.util.List;
import java.util.Map;

import dev.errata.idempotency.IdempotencyProperties;
import dev.errata.idempotency.RunningClaim;
import dev.errata.web.ContractExchange;
import dev.errata.web.reactive.ContractResponse;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Mono;

import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;

/**
 * A request that has an idempotency key, as filters and handlers behind the filter for it
 * see it, and what has become of it so far.
 */
final class IdempotentExchange extends ServerWebExchangeDecorator {

	private static final String ATTRIBUTE = IdempotentExchange.class.getName();

	private final ContractResponse contractResponse;

	private final CachedBodyRequest request;

	private final BufferingResponse response;

	private final ClaimSettlement settlement;

	private volatile @Nullable Mono<MultiValueMap<String, Part>> parts;

	private volatile @Nullable Subscription work;

	private volatile @Nullable RunningClaim claim;

	private volatile Map<String, List<String>> headersBefore = Map.of();

	private volatile boolean decided;

	/** Whether the work must not be cancelled. */
	private volatile boolean running;

	private volatile boolean detached;

	private volatile boolean streaming;

	private volatile boolean completed;

	IdempotentExchange(ServerWebExchange exchange, ContractResponse contractResponse, ClaimSettlement settlement,
			IdempotencyProperties properties) {
		super(exchange);
		this.contractResponse = contractResponse;
		this.settlement = settlement;
		this.request = new CachedBodyRequest(exchange.getRequest(), properties);
		this.response = new BufferingResponse(exchange.getResponse(), this, true,
				properties.maxResponseSize().toBytes());
		exchange.getAttributes().put(ATTRIBUTE, this);
	}

	static @Nullable IdempotentExchange of(ServerWebExchange exchange) {
		return exchange.getAttribute(ATTRIBUTE);
	}

	@Override
	public ServerHttpRequest getRequest() {
		return this.request;
	}

	@Override
	public ServerHttpResponse getResponse() {
		return this.response;
	}

	@Override
	public Mono<MultiValueMap<String, Part>> getMultipartData() {
		Mono<MultiValueMap<String, Part>> parts = this.parts;
		return (parts != null) ? parts : super.getMultipartData();
	}

	/**
	 * Let handlers have these parts.
	 */
	void setParts(Mono<MultiValueMap<String, Part>> parts) {
		this.parts = parts;
	}

	CachedBodyRequest request() {
		return this.request;
	}

	BufferingResponse response() {
		return this.response;
	}

	ContractResponse contractResponse() {
		return this.contractResponse;
	}

	ContractExchange contractExchange() {
		return this.contractResponse.exchange();
	}

	ClaimSettlement settlement() {
		return this.settlement;
	}

	Map<String, List<String>> headersBefore() {
		return this.headersBefore;
	}

	/**
	 * Return whether this is the first time that a decision is asked for.
	 */
	synchronized boolean decide() {
		boolean first = !this.decided;
		this.decided = true;
		return first;
	}

	/**
	 * Begin with what has to be done to its end, be the client there or not.
	 */
	void begin() {
		this.running = true;
	}

	/**
	 * Go on without a claim, as any request does.
	 * @return whether the client is still there
	 */
	synchronized boolean goOnWithoutClaim() {
		this.running = false;
		return !this.detached;
	}

	/**
	 * Run under a claim. The response is not sent before the claim is settled.
	 */
	void run(RunningClaim claim) {
		this.headersBefore = StoredResponses.snapshot(getDelegate().getResponse());
		this.claim = claim;
		this.contractResponse.sendThrough(
				new BufferingResponse(this.contractResponse.getDelegate(), this, false, this.response.maxSize()));
		getAttributes().put(RunningClaim.ATTRIBUTE, claim);
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

	void work(Subscription work) {
		this.work = work;
	}

	/**
	 * Stop the work, since somebody else has answered the request.
	 */
	void stopWork() {
		Subscription work = this.work;
		if (work != null) {
			work.cancel();
		}
		endWork();
	}

	/**
	 * The work has ended, one way or the other.
	 */
	void endWork() {
		this.work = null;
		this.request.close();
		Mono<MultiValueMap<String, Part>> parts = this.parts;
		if (parts != null) {
			this.parts = null;
			parts.flatMapIterable(MultiValueMap::values)
				.flatMapIterable((all) -> all)
				.flatMap((part) -> part.delete().onErrorComplete())
				.subscribe(null, (ex) -> {
				});
		}
	}

	/**
	 * Remember that the work has ended without a failure.
	 */
	void setCompleted() {
		this.completed = true;
	}

	boolean isCompleted() {
		return this.completed;
	}

	boolean isWorking() {
		return this.work != null;
	}

	/**
	 * Go on without the client, or whoever else has waited for the work.
	 * @return whether the work goes on; what streams, has timed out or has no claim has
	 * to end
	 */
	synchronized boolean detach() {
		boolean timedOut = this.claim != null && contractExchange().isTimedOut();
		if (!this.running || this.streaming || timedOut) {
			return false;
		}
		if (!this.detached) {
			this.response.detach();
			this.detached = true;
		}
		return true;
	}

	boolean isDetached() {
		return this.detached;
	}

	/**
	 * Let what is written from now on go through, if anybody is there to read it.
	 * @return whether the client is still there
	 */
	synchronized boolean stream() {
		this.streaming = !this.detached;
		return this.streaming;
	}

	/**
	 * Go on without a stream, since nothing of it has left.
	 */
	synchronized void cancelStream() {
		this.streaming = false;
	}

	boolean isStreaming() {
		return this.streaming;
	}

}
