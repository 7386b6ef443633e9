package dev.errata.web.reactive;

import java.util.function.Function;

import dev.errata.web.OpenStream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * Lets a stream that fails after its beginning end with a last event.
 */
final class StreamEnd {

	private final OpenStream stream;

	private final Function<Throwable, Mono<DataBuffer>> lastEvent;

	private final Sinks.Empty<Void> ended = Sinks.empty();

	/** Its first signal commits the response, even if nothing of it is sent yet. */
	private boolean begun;

	/**
	 * Create the end of a stream.
	 * @param stream told of what is written
	 * @param lastEvent returns the last event for a failure, or the failure itself
	 */
	StreamEnd(OpenStream stream, Function<Throwable, Mono<DataBuffer>> lastEvent) {
		this.stream = stream;
		this.lastEvent = lastEvent;
	}

	Flux<DataBuffer> of(Publisher<? extends DataBuffer> body) {
		return Flux.<DataBuffer>from(body).doOnNext(this::written).onErrorResume(this::end);
	}

	/**
	 * End a stream that is written in parts. A part that fails is the last.
	 */
	Flux<Publisher<DataBuffer>> ofParts(Publisher<? extends Publisher<? extends DataBuffer>> parts) {
		return Flux.<Publisher<? extends DataBuffer>>from(parts)
			.takeUntilOther(this.ended.asMono())
			.map(this::part)
			.onErrorResume((ex) -> this.begun ? Flux.just(end(ex)) : Flux.error(ex));
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
