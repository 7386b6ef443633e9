package dev.errata.web.reactive;

import dev.errata.web.ContractExchange;
import dev.errata.web.RequestFailure;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;

/**
 * The response to a request that a contract applies to. A refusal is held back, so that
 * it can be answered: an error status without a body that filters or Spring itself have
 * completed the response with. What the handlers of the application write passes through
 * unchanged, and so does a status that they leave without a body.
 *
 * @since 0.1.0
 * @hidden
 */
public class ContractResponse extends ServerHttpResponseDecorator {

	private static final int BAD_REQUEST = 400;

	private final RequestHandling handling;

	/** Those of the part that has the response; {@code null} once a body is written. */
	private volatile @Nullable Refusals refusals = Refusals.OF_FILTERS;

	/** The refusal that is held back. */
	private volatile @Nullable Refusal refusal;

	private volatile boolean stream;

	private volatile @Nullable StreamEnd streamEnd;

	private volatile @Nullable ServerWebExchange webExchange;

	private volatile Mono<Void> beforeAnswer = Mono.empty();

	private volatile ServerHttpResponse target;

	private volatile @Nullable Runnable whenOver;

	ContractResponse(RequestHandling handling, ServerHttpResponse delegate) {
		super(delegate);
		this.handling = handling;
		this.target = delegate;
	}

	/**
	 * Decorate the response of a server.
	 * @return a response that sends files as the server does
	 */
	static ContractResponse decorate(RequestHandling handling, ServerHttpResponse delegate) {
		return (delegate instanceof ZeroCopyHttpOutputMessage) ? new ZeroCopyContractResponse(handling, delegate)
				: new ContractResponse(handling, delegate);
	}

	/**
	 * Return the exchange that the response belongs to.
	 * @return the exchange
	 */
	public ContractExchange exchange() {
		return this.handling.exchange();
	}

	/**
	 * Return the request as filters see it.
	 * @return the request and this response, or {@code null} if it has not come that far
	 */
	@Nullable ServerWebExchange webExchange() {
		return this.webExchange;
	}

	/**
	 * Set the request as filters see it.
	 */
	void webExchange(ServerWebExchange webExchange) {
		this.webExchange = webExchange;
	}

	/**
	 * Return what has to be done before a failure can be answered.
	 * @return completes when it is done
	 */
	Mono<Void> beforeAnswer() {
		return this.beforeAnswer;
	}

	/**
	 * Set what has to be done before a failure can be answered, such as to ask for what
	 * the answer tells.
	 * @param beforeAnswer completes when it is done; may be subscribed to several times
	 */
	public void beforeAnswer(Mono<Void> beforeAnswer) {
		this.beforeAnswer = beforeAnswer;
	}

	@Override
	public ServerHttpResponse getDelegate() {
		return this.target;
	}

	/**
	 * Return a response of the same exchange that is sent elsewhere.
	 * @param target where it is sent
	 * @return the response
	 */
	public ContractResponse on(ServerHttpResponse target) {
		ContractResponse response = new ContractResponse(this.handling, target);
		response.refusals = null;
		response.webExchange = this.webExchange;
		return response;
	}

	/**
	 * Send through another response what is written from now on, answers to failures
	 * among it.
	 * @param target decorates the one before
	 */
	public void sendThrough(ServerHttpResponse target) {
		this.target = target;
	}

	/**
	 * Set what is to be done once the request is over, be it answered or cancelled.
	 * @param whenOver what is to be done
	 */
	public void whenOver(Runnable whenOver) {
		this.whenOver = whenOver;
	}

	/**
	 * The request is over.
	 */
	void over() {
		Runnable whenOver = this.whenOver;
		if (whenOver != null) {
			whenOver.run();
		}
	}

	/**
	 * Return whether completing the response now is a refusal, which is answered with an
	 * error.
	 * @return whether it is held back
	 */
	public boolean isRefused() {
		return refusal() != null;
	}

	/**
	 * Return the handling of the request.
	 */
	RequestHandling handling() {
		return this.handling;
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
	 * Hold back the refusals of the part that has the response from now on.
	 * @param refusals the refusals of that part
	 */
	public void holdBack(Refusals refusals) {
		this.refusals = refusals;
	}

	/**
	 * Refuse the request for a reason that is known. Whatever is written from now on is
	 * dropped.
	 * @param failure the reason
	 */
	void refuse(RequestFailure failure) {
		this.refusal = new Refusal((status, request, response) -> failure, Context.empty());
	}

	/**
	 * Return the refusal that is held back, or that completing the response now would be.
	 * @return whose it is, or {@code null} if the request is not refused
	 */
	@Nullable Refusals refusal() {
		if (isCommitted()) {
			return null;
		}
		Refusal refusal = this.refusal;
		if (refusal != null) {
			return refusal.by();
		}
		Refusals refusals = this.refusals;
		return (refusals != null && hasErrorStatus() && refusals.isRefusal(this)) ? refusals : null;
	}

	/**
	 * Return whether a body must not be sent, since the response is refused.
	 */
	boolean isHeldBack() {
		Refusals refusals = this.refusals;
		if (this.refusal == null && refusals != null && hasErrorStatus() && !isCommitted()
				&& refusals.isWrittenByLibrary()) {
			this.refusal = new Refusal(refusals, Context.empty());
		}
		return this.refusal != null && !isCommitted();
	}

	private boolean hasErrorStatus() {
		HttpStatusCode status = getStatusCode();
		return status != null && status.value() >= BAD_REQUEST;
	}

	/**
	 * Leave the response to whoever writes it. The body may leave no trace, since the
	 * response to a HEAD request has none.
	 */
	void passOn() {
		GatewayRequests.keepIdOfService(this);
		this.refusals = null;
	}

	/**
	 * Complete the response once the result is subscribed to. Spring would take it for
	 * committed from now on, and what fails before that could not be answered.
	 */
	@Override
	public Mono<Void> setComplete() {
		return isCommitted() ? super.setComplete() : Mono.deferContextual(this::complete);
	}

	private Mono<Void> complete(ContextView context) {
		Refusals refusal = refusal();
		return (refusal != null) ? refuse(refusal, context) : super.setComplete();
	}

	private Mono<Void> refuse(Refusals refusal, ContextView context) {
		if (this.refusal == null) {
			this.refusal = new Refusal(refusal, context);
		}
		return Mono.empty();
	}

	/**
	 * Return what Reactor carries along where the response is refused.
	 */
	ContextView refusedIn() {
		Refusal refusal = this.refusal;
		return (refusal != null) ? refusal.context() : Context.empty();
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		if (isHeldBack()) {
			return discard(body);
		}
		passOn();
		StreamEnd end = StreamEnd.of(this);
		this.streamEnd = end;
		return super.writeWith((end != null) ? end.around(body) : body);
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		if (isHeldBack()) {
			return discard(Flux.from(body).concatMap((part) -> part));
		}
		this.stream = true;
		passOn();
		StreamEnd end = StreamEnd.of(this);
		this.streamEnd = end;
		return super.writeAndFlushWith((end != null) ? end.aroundParts(body) : body);
	}

	/**
	 * Return whether the body is written in parts, of which the first may take its time.
	 */
	boolean isStream() {
		return this.stream;
	}

	/**
	 * Let the stream fail that is being sent, so that it ends with a last event.
	 * @param exception the failure
	 * @return whether there is such a stream; if not, whoever writes the response has to
	 * fail
	 */
	public boolean failStream(Throwable exception) {
		StreamEnd end = this.streamEnd;
		return end != null && end.fail(exception);
	}

	private static Mono<Void> discard(Publisher<? extends DataBuffer> body) {
		return Flux.from(body).doOnNext(DataBufferUtils::release).then();
	}

	/**
	 * A refusal that is held back.
	 *
	 * @param by whose it is
	 * @param context what Reactor carries along where it happens
	 */
	private record Refusal(Refusals by, ContextView context) {

	}

}
