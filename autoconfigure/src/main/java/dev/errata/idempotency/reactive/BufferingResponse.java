package dev.errata.idempotency.reactive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import dev.errata.idempotency.RunningClaim;
import dev.errata.idempotency.StoredResponse;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * A response that is stored before it is sent, as long as there is a claim. A body that
 * is streamed, or too large, goes through and is not kept.
 * <p>
 * There are two for a request: that of the work, and that of whoever answers instead,
 * such as an exception handler or a time limit. Status and headers are set on the
 * response behind, unless the work goes on without its client. The server may use the
 * response behind for another request then, and nothing is sent.
 */
final class BufferingResponse extends ServerHttpResponseDecorator {

	private static final byte[] EMPTY = {};

	private final IdempotentExchange exchange;

	private final boolean ofWork;

	private final long maxSize;

	private volatile @Nullable Head detached;

	/**
	 * Create a response.
	 * @param ofWork whether it is that of the work
	 * @param maxSize the most bytes of a body to keep
	 */
	BufferingResponse(ServerHttpResponse delegate, IdempotentExchange exchange, boolean ofWork, long maxSize) {
		super(delegate);
		this.exchange = exchange;
		this.ofWork = ofWork;
		this.maxSize = maxSize;
	}

	long maxSize() {
		return this.maxSize;
	}

	/**
	 * Leave the response behind alone from now on.
	 */
	void detach() {
		this.detached = new Head(getDelegate(), this.exchange.headersBefore());
	}

	@Override
	public boolean setStatusCode(@Nullable HttpStatusCode status) {
		Head head = this.detached;
		if (head == null) {
			return super.setStatusCode(status);
		}
		head.status = status;
		return true;
	}

	@Override
	public boolean setRawStatusCode(@Nullable Integer value) {
		return setStatusCode((value != null) ? HttpStatusCode.valueOf(value) : null);
	}

	@Override
	public @Nullable HttpStatusCode getStatusCode() {
		Head head = this.detached;
		return (head != null) ? head.status : super.getStatusCode();
	}

	@Override
	public HttpHeaders getHeaders() {
		Head head = this.detached;
		return (head != null) ? head.headers : super.getHeaders();
	}

	@Override
	public MultiValueMap<String, ResponseCookie> getCookies() {
		Head head = this.detached;
		return (head != null) ? head.cookies : super.getCookies();
	}

	@Override
	public void addCookie(ResponseCookie cookie) {
		getCookies().add(cookie.getName(), cookie);
	}

	@Override
	public boolean isCommitted() {
		return this.detached == null && super.isCommitted();
	}

	@Override
	public Mono<Void> setComplete() {
		if (this.ofWork && this.detached == null && this.exchange.contractResponse().isRefused()) {
			// answered by others, who settle the claim
			return super.setComplete();
		}
		return isHeld() ? Mono.defer(() -> settle(EMPTY, super::setComplete)) : super.setComplete();
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		return isHeld() ? hold(Flux.from(body)) : super.writeWith(body);
	}

	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return isHeld() ? Mono.defer(() -> stream(body)) : super.writeAndFlushWith(body);
	}

	private boolean isHeld() {
		return this.detached != null || (this.exchange.openClaim() != null && !this.exchange.isStreaming());
	}

	private Mono<Void> hold(Flux<DataBuffer> body) {
		return Mono.defer(() -> {
			AtomicLong size = new AtomicLong();
			return body.bufferUntil((buffer) -> size.addAndGet(buffer.readableByteCount()) > this.maxSize)
				.switchOnFirst((first, parts) -> (size.get() > this.maxSize) ? overflow(parts) : hold(first, parts))
				.doOnDiscard(DataBuffer.class, DataBufferUtils::release)
				.then();
		});
	}

	private Mono<Void> hold(Signal<? extends List<DataBuffer>> first, Flux<List<DataBuffer>> parts) {
		List<DataBuffer> whole = first.get();
		byte[] bytes = (whole != null) ? join(whole) : EMPTY;
		return parts.then(Mono.defer(() -> settle(bytes, () -> send(bytes))));
	}

	private static byte[] join(List<DataBuffer> buffers) {
		byte[] bytes = new byte[buffers.stream().mapToInt(DataBuffer::readableByteCount).sum()];
		int position = 0;
		for (DataBuffer buffer : buffers) {
			int count = buffer.readableByteCount();
			buffer.read(bytes, position, count);
			position += count;
			DataBufferUtils.release(buffer);
		}
		return bytes;
	}

	private Mono<Void> send(byte[] bytes) {
		if (bytes.length == 0) {
			return super.writeWith(Flux.empty());
		}
		getHeaders().setContentLength(bytes.length);
		return super.writeWith(Mono.fromSupplier(() -> bufferFactory().wrap(bytes)));
	}

	/**
	 * Settle the claim, and then send the response, or the one that stands for it.
	 */
	private Mono<Void> settle(byte[] bytes, Supplier<Mono<Void>> send) {
		RunningClaim claim = this.exchange.takeClaim();
		if (claim == null) {
			// another one has answered
			return this.ofWork ? Mono.empty() : send.get();
		}
		if (!this.ofWork) {
			this.exchange.stopWork();
		}
		return this.exchange.settlement()
			.settle(this.exchange, claim, this, bytes)
			.map(this::replace)
			.defaultIfEmpty(Mono.defer(() -> hasReader() ? send.get() : Mono.empty()))
			.flatMap((sent) -> sent);
	}

	private Mono<Void> replace(StoredResponse other) {
		return hasReader() ? StoredResponses.replace(other, this.exchange.headersBefore(), getDelegate())
				: Mono.empty();
	}

	/**
	 * Return whether somebody is there to read the response, whose leaving ends the work
	 * from now on.
	 */
	private boolean hasReader() {
		return !this.ofWork || this.exchange.stream();
	}

	/**
	 * Let a body through that is too large, to its end, even if there is nobody to read
	 * it.
	 */
	private Mono<Void> overflow(Flux<List<DataBuffer>> parts) {
		Flux<DataBuffer> body = parts.flatMapIterable((part) -> part);
		return beginStream() ? super.writeWith(body).then(Mono.defer(this::endStream))
				: body.doOnNext(DataBufferUtils::release).then(Mono.defer(this::endStream));
	}

	private Mono<Void> stream(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		if (beginStream()) {
			return super.writeAndFlushWith(body).doOnError((ex) -> failStream()).then(Mono.defer(this::endStream));
		}
		// without a reader it would never begin
		this.exchange.settlement().abandon(this.exchange);
		return Mono.empty();
	}

	private boolean beginStream() {
		if (!this.ofWork && this.exchange.openClaim() != null) {
			this.exchange.stopWork();
		}
		return hasReader();
	}

	/**
	 * Hold the answer to a failure back, unless a part of the stream has left.
	 */
	private void failStream() {
		if (!isCommitted()) {
			this.exchange.cancelStream();
		}
	}

	private Mono<Void> endStream() {
		RunningClaim claim = this.exchange.takeClaim();
		return (claim != null) ? this.exchange.settlement().settleSent(this.exchange, claim, this, null) : Mono.empty();
	}

	/**
	 * Status, headers and cookies of a response that nobody reads.
	 */
	private static final class Head {

		private final HttpHeaders headers = new HttpHeaders();

		private final MultiValueMap<String, ResponseCookie> cookies = new LinkedMultiValueMap<>();

		private volatile @Nullable HttpStatusCode status;

		Head(ServerHttpResponse response, Map<String, List<String>> otherwise) {
			this.status = response.getStatusCode();
			try {
				response.getHeaders().forEach((name, values) -> this.headers.put(name, new ArrayList<>(values)));
			}
			catch (RuntimeException ex) {
				// the work is changing them in this very moment
				this.headers.clear();
				otherwise.forEach((name, values) -> this.headers.put(name, new ArrayList<>(values)));
			}
		}

	}

}
