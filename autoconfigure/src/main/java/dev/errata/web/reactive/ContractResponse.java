package dev.errata.web.reactive;

import dev.errata.web.ContractExchange;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.util.Assert;
import org.springframework.web.server.ServerWebExchange;

/**
 * The response to a request that a contract applies to. A refusal is held back, so that
 * it can be answered: an error status without a body that filters or Spring itself have
 * completed the response with. What the handlers of the application write passes through
 * unchanged.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ContractResponse extends ServerHttpResponseDecorator {

	private static final int BAD_REQUEST = 400;

	private final ContractExchange exchange;

	private volatile boolean inApplication;

	private volatile boolean refused;

	private volatile ContextView refusedIn = Context.empty();

	private volatile @Nullable ServerWebExchange webExchange;

	ContractResponse(ContractExchange exchange, ServerHttpResponse delegate) {
		super(delegate);
		Assert.notNull(exchange, "'exchange' must not be null");
		this.exchange = exchange;
	}

	/**
	 * Return the exchange that the response belongs to.
	 * @return the exchange
	 */
	public ContractExchange exchange() {
		return this.exchange;
	}

	/**
	 * Return the request as filters see it.
	 * @return the request and this response, or {@code null} if it has not come that far
	 */
	public @Nullable ServerWebExchange webExchange() {
		return this.webExchange;
	}

	/**
	 * Set the request as filters see it.
	 */
	void webExchange(ServerWebExchange webExchange) {
		this.webExchange = webExchange;
	}

	/**
	 * Return the response that is decorated, if this is a contract's response or
	 * decorates one.
	 * @param response the response
	 * @return the contract's response, or {@code null} if there is none
	 */
	public static @Nullable ContractResponse of(ServerHttpResponse response) {
		ServerHttpResponse candidate = response;
		while (candidate instanceof ServerHttpResponseDecorator decorator) {
			if (decorator instanceof ContractResponse contractResponse) {
				return contractResponse;
			}
			candidate = decorator.getDelegate();
		}
		return null;
	}

	/**
	 * Let everything pass from now on: a handler of the application has the response.
	 */
	void enterApplication() {
		this.inApplication = true;
	}

	/**
	 * Hold back refusals from now on.
	 */
	void leaveApplication() {
		this.inApplication = false;
	}

	/**
	 * Return whether a refusal is held back that has to be answered.
	 * @return whether the response is refused and not sent
	 */
	boolean isRefused() {
		return this.refused && !isCommitted();
	}

	@Override
	public Mono<Void> setComplete() {
		return isRefusal() ? Mono.deferContextual(this::refuse) : super.setComplete();
	}

	private Mono<Void> refuse(ContextView context) {
		if (!this.refused) {
			this.refusedIn = context;
			this.refused = true;
		}
		return Mono.empty();
	}

	/**
	 * Return what Reactor carries along where the response is refused.
	 */
	ContextView refusedIn() {
		return this.refusedIn;
	}

	private boolean isRefusal() {
		HttpStatusCode status = this.inApplication ? null : getStatusCode();
		return status != null && status.value() >= BAD_REQUEST && !isCommitted();
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		return isRefused() ? discard(body) : super.writeWith(body);
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return isRefused() ? discard(Flux.from(body).concatMap((part) -> part)) : super.writeAndFlushWith(body);
	}

	private static Mono<Void> discard(Publisher<? extends DataBuffer> body) {
		return Flux.from(body).doOnNext(DataBufferUtils::release).then();
	}

}
