package dev.errata.web.reactive;

import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Path;
import java.util.List;

import dev.errata.web.ContractExchange;
import dev.errata.web.RequestFailure;
import dev.errata.web.StreamFormat;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.HandlerMapping;
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

	/** Of Spring Cloud Gateway, which need not be there. */
	private static final String ROUTE = "org.springframework.cloud.gateway.support.ServerWebExchangeUtils.gatewayRoute";

	private static final boolean GATEWAY = ClassUtils.isPresent(
			"org.springframework.cloud.gateway.support.ServerWebExchangeUtils",
			ContractResponse.class.getClassLoader());

	private final ContractExchange exchange;

	/** Says what a refusal means; {@code null} within the application. */
	private volatile @Nullable Refusals refusals = Refusals.OF_FILTERS;

	private volatile @Nullable Refusals refusedBy;

	private volatile boolean passedOn;

	private volatile boolean stream;

	private volatile ContextView refusedIn = Context.empty();

	private volatile @Nullable ServerWebExchange webExchange;

	private volatile Mono<Void> beforeAnswer = Mono.empty();

	private volatile GuardedHandling.@Nullable Handling handling;

	private volatile ServerHttpResponse target;

	private volatile @Nullable Runnable whenOver;

	private ContractResponse(ContractExchange exchange, ServerHttpResponse delegate) {
		super(delegate);
		Assert.notNull(exchange, "'exchange' must not be null");
		this.exchange = exchange;
		this.target = delegate;
	}

	/**
	 * Decorate the response of a server.
	 * @return a response that sends files as the server does
	 */
	static ContractResponse of(ContractExchange exchange, ServerHttpResponse delegate) {
		return (delegate instanceof ZeroCopyHttpOutputMessage) ? new OfFiles(exchange, delegate)
				: new ContractResponse(exchange, delegate);
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
		ContractResponse response = new ContractResponse(this.exchange, target);
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
	 * @return the handling, or {@code null} if it has not begun
	 */
	GuardedHandling.@Nullable Handling handling() {
		return this.handling;
	}

	/**
	 * Set the handling of the request.
	 */
	void handling(GuardedHandling.Handling handling) {
		this.handling = handling;
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
	 * Hold back refusals from now on.
	 * @param refusals says what they mean
	 */
	public void holdBack(Refusals refusals) {
		this.refusals = refusals;
	}

	/**
	 * Let pass from now on what is not of Spring itself: a handler of the application has
	 * the response.
	 */
	void enterApplication() {
		this.refusals = null;
	}

	/**
	 * Refuse the request for a reason that is known. Whatever is written from now on is
	 * dropped.
	 * @param failure the reason
	 */
	void refuse(RequestFailure failure) {
		this.refusedBy = (status, request, response) -> failure;
	}

	/**
	 * Return the refusal that is held back and has to be answered.
	 * @return says what it means, or {@code null} if the request is not refused
	 */
	@Nullable Refusals refusal() {
		Refusals refusedBy = this.refusedBy;
		if (refusedBy == null && isError()) {
			Refusals refusals = this.refusals;
			return (refusals == null && (isOfSpring() || isRouted())) ? Refusals.OF_FILTERS : refusals;
		}
		return isCommitted() ? null : refusedBy;
	}

	/**
	 * Return whether the status is that of an error and not sent yet.
	 */
	private boolean isError() {
		HttpStatusCode status = getStatusCode();
		return status != null && status.value() >= BAD_REQUEST && !isCommitted();
	}

	/**
	 * Return whether Spring has decided on the status inside of the application: for a
	 * condition that does not hold, or for a range that a resource does not have.
	 */
	private boolean isOfSpring() {
		HttpStatusCode status = getStatusCode();
		if (HttpStatus.PRECONDITION_FAILED.equals(status)) {
			ServerWebExchange webExchange = this.webExchange;
			return webExchange != null && webExchange.isNotModified();
		}
		return HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE.equals(status)
				&& getHeaders().containsHeader(HttpHeaders.ACCEPT_RANGES);
	}

	/**
	 * Return whether a gateway has the response, and no handler of the application. Its
	 * filters refuse requests as others do. What it passes on is written, if only without
	 * a body.
	 */
	private boolean isRouted() {
		if (!GATEWAY) {
			return false;
		}
		ServerWebExchange current = this.webExchange;
		return !this.passedOn && current != null && current.getAttribute(ROUTE) != null
				&& current.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) == null;
	}

	/**
	 * Leave the response to whoever writes it. The body may leave no trace, since the
	 * response to a HEAD request has none.
	 */
	void passOn() {
		if (isRouted()) {
			keepIdOfService();
		}
		this.passedOn = true;
		this.refusals = null;
	}

	/**
	 * Send the request id of the service behind a gateway if it has sent one: it is the
	 * one in the body of its answer.
	 */
	private void keepIdOfService() {
		String header = this.exchange.contract().requestId().header();
		List<String> ids = getHeaders().get(header);
		if (ids != null && ids.size() > 1) {
			getHeaders().set(header, ids.get(ids.size() - 1));
		}
	}

	@Override
	public Mono<Void> setComplete() {
		Refusals refusal = refusal();
		return (refusal != null) ? Mono.deferContextual((context) -> refuse(refusal, context)) : super.setComplete();
	}

	private Mono<Void> refuse(Refusals refusal, ContextView context) {
		if (this.refusedBy == null) {
			this.refusedIn = context;
			this.refusedBy = refusal;
		}
		return Mono.empty();
	}

	/**
	 * Return what Reactor carries along where the response is refused.
	 */
	ContextView refusedIn() {
		return this.refusedIn;
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		if (isHeldBack()) {
			return discard(body);
		}
		passOn();
		StreamEnd end = streamEnd();
		return super.writeWith((end != null) ? end.of(body) : body);
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		if (isHeldBack()) {
			return discard(Flux.from(body).concatMap((part) -> part));
		}
		this.stream = true;
		passOn();
		StreamEnd end = streamEnd();
		return super.writeAndFlushWith((end != null) ? end.ofParts(body) : body);
	}

	/**
	 * Return whether the body is written in parts, of which the first may take its time.
	 */
	boolean isStream() {
		return this.stream;
	}

	/**
	 * Return the end of a stream that may get a last event, or {@code null}.
	 */
	private @Nullable StreamEnd streamEnd() {
		GuardedHandling.Handling handling = (this.exchange.contract().lastEvent() != null) ? this.handling : null;
		if (handling == null || isCommitted()) {
			return null;
		}
		// servers take the header away when they send it
		StreamFormat format = StreamFormat.of(getHeaders().getFirst(HttpHeaders.CONTENT_TYPE));
		if (format == null || getHeaders().containsHeader(HttpHeaders.CONTENT_LENGTH)
				|| getHeaders().containsHeader(HttpHeaders.CONTENT_ENCODING)) {
			return null;
		}
		return new StreamEnd(this.exchange.openStream(), (ex) -> handling.lastEvent(ex, format));
	}

	/**
	 * Return whether a body must not be sent.
	 */
	boolean isHeldBack() {
		Refusals refusals = this.refusals;
		if (this.refusedBy == null && refusals != null && isError() && refusals.isWrittenByLibrary()) {
			this.refusedBy = refusals;
		}
		return this.refusedBy != null && !isCommitted();
	}

	private static Mono<Void> discard(Publisher<? extends DataBuffer> body) {
		return Flux.from(body).doOnNext(DataBufferUtils::release).then();
	}

	/**
	 * The response of a server that sends files without reading them.
	 */
	private static final class OfFiles extends ContractResponse implements ZeroCopyHttpOutputMessage {

		private static final int BUFFER_SIZE = 8192;

		OfFiles(ContractExchange exchange, ServerHttpResponse delegate) {
			super(exchange, delegate);
		}

		@Override
		public Mono<Void> writeWith(Path file, long position, long count) {
			if (isHeldBack()) {
				return Mono.empty();
			}
			passOn();
			if (getDelegate() instanceof ZeroCopyHttpOutputMessage files) {
				return files.writeWith(file, position, count);
			}
			// what keeps the response reads the file
			return getDelegate()
				.writeWith(DataBufferUtils.takeUntilByteCount(DataBufferUtils.readAsynchronousFileChannel(
						() -> AsynchronousFileChannel.open(file), position, bufferFactory(), BUFFER_SIZE), count));
		}

	}

}
