package dev.errata.web.reactive;

import java.util.function.Function;

import dev.errata.web.ContractExchange;
import dev.errata.web.OpenStream;
import dev.errata.web.StreamFormat;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;

/**
 * Lets a stream that fails after its beginning end with a last event.
 */
final class StreamEnd {

	private final OpenStream stream;

	private final Function<Throwable, Mono<DataBuffer>> lastEvent;

	private final Sinks.Empty<Void> ended = Sinks.empty();

	/** Its first signal commits the response, even if nothing of it is sent yet. */
	private volatile boolean begun;

	/** Why it was ended from outside. */
	private volatile @Nullable Throwable failure;

	private StreamEnd(OpenStream stream, Function<Throwable, Mono<DataBuffer>> lastEvent) {
		this.stream = stream;
		this.lastEvent = lastEvent;
	}

	/**
	 * Return the end of the stream that a response is about to write.
	 * @return the end, or {@code null} if the stream gets no last event
	 */
	static @Nullable StreamEnd of(ContractResponse response) {
		ContractExchange exchange = response.exchange();
		if (exchange.contract().lastEvent() == null || response.isCommitted()) {
			return null;
		}
		HttpHeaders headers = response.getHeaders();
		// servers take the header away when they send it
		StreamFormat format = StreamFormat.of(headers.getFirst(HttpHeaders.CONTENT_TYPE));
		if (format == null || headers.containsHeader(HttpHeaders.CONTENT_LENGTH)
				|| headers.containsHeader(HttpHeaders.CONTENT_ENCODING)) {
			return null;
		}
		return new StreamEnd(exchange.openStream(), (ex) -> response.handling().lastEvent(ex, format));
	}

	Flux<DataBuffer> around(Publisher<? extends DataBuffer> body) {
		return Flux.<DataBuffer>from(body)
			.takeUntilOther(this.ended.asMono())
			.doOnNext(this::written)
			.concatWith(failure())
			.onErrorResume(this::end);
	}

	/**
	 * End a stream that is written in parts. A part that fails is the last.
	 */
	Flux<Publisher<DataBuffer>> aroundParts(Publisher<? extends Publisher<? extends DataBuffer>> parts) {
		return Flux.<Publisher<? extends DataBuffer>>from(parts)
			.takeUntilOther(this.ended.asMono())
			.map(this::part)
			.concatWith(failure())
			.onErrorResume((ex) -> this.begun ? Flux.just(end(ex)) : Flux.error(ex));
	}

	/**
	 * Let the stream fail, whoever writes it.
	 * @return whether it has begun and ends with a last event, unless that cannot be
	 * written
	 */
	boolean fail(Throwable exception) {
		if (!this.begun || this.failure != null) {
			return false;
		}
		this.failure = exception;
		return this.ended.tryEmitEmpty().isSuccess();
	}

	/**
	 * Return what a stream goes on with that was ended from outside.
	 */
	private <T> Mono<T> failure() {
		return Mono.defer(() -> {
			Throwable failure = this.failure;
			return (failure != null) ? Mono.error(failure) : Mono.empty();
		});
	}

	private Publisher<DataBuffer> part(Publisher<? extends DataBuffer> part) {
		this.begun = true;
		return Flux.<DataBuffer>from(part)
			.doOnNext(this::written)
			.onErrorResume((ex) -> end(ex).doOnComplete(this.ended::tryEmitEmpty));
	}

	private Flux<DataBuffer> end(Throwable exception) {
		return this.begun ? this.lastEvent.apply(exception).flux() : Flux.error(exception);
	}

	private void written(DataBuffer buffer) {
		int end = buffer.writePosition();
		for (int i = Math.max(buffer.readPosition(), end - Integer.BYTES); i < end; i++) {
			this.stream.written(buffer.getByte(i));
		}
		this.begun = true;
	}

}
