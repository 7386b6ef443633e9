package dev.errata.client;

import java.time.Duration;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Teaches a {@code WebClient} to know the services below {@code errata.clients} by their
 * URLs: <pre class="code">
 * WebClient.builder().filter(remoteApiFilter)</pre> Their errors are
 * {@link RemoteApiException}s, whatever the client does with the answer.
 *
 * @since 0.1.0
 */
public final class RemoteApiFilter implements ExchangeFilterFunction {

	private final RemoteApis apis;

	private final RetryCounter counter;

	RemoteApiFilter(RemoteApis apis, RetryCounter counter) {
		this.apis = apis;
		this.counter = counter;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		RemoteApi api = this.apis.find(request.url());
		if (api == null) {
			return next.exchange(request);
		}
		return Mono.defer(() -> {
			HttpHeaders headers = HttpHeaders.copyOf(request.headers());
			api.prepare(request.method(), headers);
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

	private static Mono<ClientResponse> read(RemoteApi api, ClientRequest request, ClientResponse response) {
		Flux<DataBuffer> body = response.bodyToFlux(DataBuffer.class);
		return DataBufferUtils.join(DataBufferUtils.takeUntilByteCount(body, AnswerReader.MAX_BODY + 1L))
			.map(RemoteApiFilter::bytes)
			.defaultIfEmpty(new byte[0])
			.map((bytes) -> answer(api, response, bytes, bytes.length <= AnswerReader.MAX_BODY))
			// cut off: known by its status
			.onErrorResume((ex) -> Mono.just(answer(api, response, new byte[0], request.method() == HttpMethod.HEAD)))
			.flatMap((exception) -> {
				api.log(request.method(), request.url(), exception);
				return Mono.error(exception);
			});
	}

	private static RemoteApiException answer(RemoteApi api, ClientResponse response, byte[] bytes, boolean whole) {
		return api.reader().read(response.statusCode(), "", response.headers().asHttpHeaders(), bytes, whole);
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
		return call.retryWhen(Retry.from((signals) -> signals.concatMap((signal) -> {
			if (retry.retries() > 0) {
				this.counter.count(api.name(), false);
			}
			return pause(retry, start, signal.failure());
		}))).doOnNext((response) -> {
			if (retry.retries() > 0) {
				this.counter.count(api.name(), true);
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

}
