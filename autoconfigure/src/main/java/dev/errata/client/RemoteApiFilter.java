package dev.errata.client;

import java.time.Duration;
import java.util.Arrays;

import dev.errata.requestid.RequestId;
import dev.errata.requestid.RequestIdAccessor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;
import reactor.util.retry.Retry;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/**
 * Teaches a {@code WebClient} to know the services below {@code errata.clients} by their
 * URLs: <pre class="code">
 * WebClient.builder().filter(remoteApiFilter)</pre> Their errors are thrown, with a
 * {@link RemoteApiException} as their cause, whatever the client does with the answer.
 *
 * @since 0.1.0
 */
public final class RemoteApiFilter implements ExchangeFilterFunction {

	private final RemoteApis apis;

	RemoteApiFilter(RemoteApis apis) {
		this.apis = apis;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		RemoteApi api = this.apis.find(request.url());
		if (api == null) {
			return next.exchange(request);
		}
		return Mono.deferContextual((context) -> {
			HttpHeaders headers = HttpHeaders.copyOf(request.headers());
			api.prepare(request.method(), headers, requestId(context));
			ClientRequest prepared = ClientRequest.from(request).headers((all) -> {
				all.clear();
				all.putAll(headers);
			}).build();
			// each attempt is a request of its own
			Mono<ClientResponse> call = Mono.defer(() -> next.exchange(prepared))
				.flatMap((response) -> response.statusCode().isError() ? read(api, prepared, response)
						: Mono.just(response));
			return api.retry().isEnabled() ? repeat(api, request.method(), headers, call) : call;
		});
	}

	/**
	 * Return the id of the request that a call is made for. Where the context is not
	 * propagated to threads, only Reactor has it.
	 */
	private static @Nullable String requestId(ContextView context) {
		return (context.getOrDefault(RequestIdAccessor.KEY, null) instanceof String id) ? id : RequestId.current();
	}

	private static Mono<ClientResponse> read(RemoteApi api, ClientRequest request, ClientResponse response) {
		Flux<DataBuffer> body = response.bodyToFlux(DataBuffer.class);
		return DataBufferUtils.join(DataBufferUtils.takeUntilByteCount(body, AnswerReader.MAX_BODY + 1L))
			.map(RemoteApiFilter::bytes)
			.map((bytes) -> new Body(bytes, bytes.length <= AnswerReader.MAX_BODY))
			.defaultIfEmpty(Body.NONE)
			// cut off: known by its status
			.onErrorReturn((ex) -> !(ex instanceof Error),
					(request.method() == HttpMethod.HEAD) ? Body.NONE : Body.BROKEN)
			.flatMap((read) -> {
				HttpHeaders headers = AnswerReader.readable(response.headers().asHttpHeaders());
				RemoteApiException error = api.reader()
					.read(response.statusCode().value(), headers, read.bytes(), read.whole());
				api.log(request.method(), request.url(), error);
				return exception(response, headers, read.start()).doOnNext((exception) -> exception.initCause(error))
					.flatMap(Mono::error);
			});
	}

	/**
	 * Have Spring create the exception that it has for the status.
	 */
	private static Mono<WebClientResponseException> exception(ClientResponse response, HttpHeaders headers,
			byte[] body) {
		return ClientResponse.create(response.statusCode(), response.strategies())
			.request(response.request())
			.headers((all) -> all.putAll(headers))
			.body(Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)))
			.build()
			.createException();
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private Mono<ClientResponse> repeat(RemoteApi api, HttpMethod method, HttpHeaders headers,
			Mono<ClientResponse> call) {
		CallRetry retry = new CallRetry(api, method, headers);
		long start = System.nanoTime();
		return call.retryWhen(Retry.from((signals) -> signals.map(Retry.RetrySignal::failure).concatMap((failure) -> {
			if (retry.retries() > 0) {
				this.apis.tellRetry(api, false);
			}
			return pause(retry, start, failure);
		}))).doOnNext((response) -> {
			if (retry.retries() > 0) {
				this.apis.tellRetry(api, true);
			}
		});
	}

	private static Publisher<Long> pause(CallRetry retry, long start, Throwable failure) {
		if (retry.shouldRetry(failure)) {
			long pause = retry.nextBackOff();
			Duration end = Duration.ofNanos(System.nanoTime() - start).plusMillis(pause);
			if (pause != BackOffExecution.STOP && end.compareTo(retry.getTimeout()) < 0) {
				return Mono.delay(Duration.ofMillis(pause));
			}
		}
		return Mono.error(failure);
	}

	/**
	 * What was read of a body.
	 */
	private record Body(byte[] bytes, boolean whole) {

		static final Body NONE = new Body(new byte[0], true);

		static final Body BROKEN = new Body(new byte[0], false);

		byte[] start() {
			return this.whole ? this.bytes
					: Arrays.copyOf(this.bytes, Math.min(this.bytes.length, AnswerReader.MAX_BODY));
		}

	}

}
