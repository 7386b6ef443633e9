package dev.errata.idempotency.reactive;

import java.io.IOException;
import java.util.function.Supplier;

import dev.errata.idempotency.BodySpool;
import dev.errata.idempotency.IdempotencyProperties;
import dev.errata.idempotency.SpooledBody;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

/**
 * A request whose body can be read before its handler reads it. Its headers are a copy: a
 * server may use those of the request for another one once the client has left.
 */
final class CachedBodyRequest extends ServerHttpRequestDecorator {

	private static final int CHUNK = 8192;

	private final IdempotencyProperties properties;

	private final HttpHeaders headers;

	private volatile @Nullable SpooledBody spooled;

	private volatile @Nullable Flux<DataBuffer> body;

	private boolean closed;

	CachedBodyRequest(ServerHttpRequest request, IdempotencyProperties properties) {
		super(request);
		this.properties = properties;
		this.headers = HttpHeaders.readOnlyHttpHeaders(HttpHeaders.copyOf(request.getHeaders()));
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public Flux<DataBuffer> getBody() {
		Flux<DataBuffer> body = this.body;
		return (body != null) ? body : super.getBody();
	}

	/**
	 * Read the body to its end. From then on it can be read again.
	 */
	Mono<SpooledBody> cache() {
		return Mono.defer(() -> {
			BodySpool spool = new BodySpool(this.properties.maxMemory(), this.properties.maxBodySize());
			return super.getBody().concatMap((buffer) -> write(buffer, spool), 1)
				.then(Mono.fromCallable(() -> keep(spool.end())))
				.doOnDiscard(DataBuffer.class, DataBufferUtils::release)
				.doOnError((ex) -> close(spool))
				.doOnCancel(() -> close(spool));
		});
	}

	private static Mono<Void> write(DataBuffer buffer, BodySpool spool) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		Mono<Void> written = Mono.fromCallable(() -> {
			try {
				spool.write(bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				// who has cancelled does not wait for a failure, which Reactor would log
				if (!spool.isClosed()) {
					throw ex;
				}
			}
			return null;
		});
		return spool.hasRoomFor(bytes.length) ? written : written.subscribeOn(Schedulers.boundedElastic());
	}

	private synchronized SpooledBody keep(SpooledBody spooled) throws IOException {
		if (this.closed) {
			spooled.close();
			throw new IOException("The request is over");
		}
		this.spooled = spooled;
		this.body = spooled.isInFile() ? Flux.defer(() -> read(spooled)).subscribeOn(Schedulers.boundedElastic())
				: of(spooled::memory);
		return spooled;
	}

	private static Flux<DataBuffer> read(SpooledBody spooled) {
		return DataBufferUtils.readInputStream(spooled::open, DefaultDataBufferFactory.sharedInstance, CHUNK);
	}

	/**
	 * Let handlers read these bytes for a body that was read as something else.
	 */
	void replay(Supplier<byte[]> bytes) {
		this.body = of(bytes);
	}

	private static Flux<DataBuffer> of(Supplier<byte[]> supplier) {
		return Flux.defer(() -> {
			byte[] bytes = supplier.get();
			return (bytes.length > 0) ? Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(bytes)) : Flux.empty();
		});
	}

	/**
	 * Delete the body.
	 */
	synchronized void close() {
		this.closed = true;
		SpooledBody spooled = this.spooled;
		if (spooled != null && spooled.isInFile()) {
			Schedulers.boundedElastic().schedule(spooled::close);
		}
	}

	private static void close(BodySpool spool) {
		Schedulers.boundedElastic().schedule(spool::close);
	}

}
