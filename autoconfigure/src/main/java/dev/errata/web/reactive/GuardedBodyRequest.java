package dev.errata.web.reactive;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;

/**
 * A request with a body. What is thrown by whoever reads it is answered; otherwise, the
 * server would catch it and close the connection.
 */
final class GuardedBodyRequest extends ServerHttpRequestDecorator {

	private final RequestHandling handling;

	private final TaskGuard tasks;

	private GuardedBodyRequest(ServerHttpRequest delegate, RequestHandling handling, TaskGuard tasks) {
		super(delegate);
		this.handling = handling;
		this.tasks = tasks;
	}

	/**
	 * Guard the body of a request.
	 * @return the request itself if it has none
	 */
	static ServerHttpRequest of(ServerHttpRequest request, RequestHandling handling, TaskGuard tasks) {
		return mayHaveBody(request) ? new GuardedBodyRequest(request, handling, tasks) : request;
	}

	static boolean mayHaveBody(ServerHttpRequest request) {
		HttpMethod method = request.getMethod();
		return (method != HttpMethod.GET && method != HttpMethod.HEAD)
				|| request.getHeaders().containsHeader("Content-Length")
				|| request.getHeaders().containsHeader("Transfer-Encoding");
	}

	@Override
	public Flux<DataBuffer> getBody() {
		return new Flux<>() {

			@Override
			public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
				GuardedBodyRequest.super.getBody().subscribe(new Reader(actual));
			}

		};
	}

	private final class Reader implements CoreSubscriber<DataBuffer> {

		private final CoreSubscriber<? super DataBuffer> actual;

		private @Nullable Subscription subscription;

		Reader(CoreSubscriber<? super DataBuffer> actual) {
			this.actual = actual;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			if (Operators.validate(this.subscription, subscription)) {
				this.subscription = subscription;
				this.actual.onSubscribe(subscription);
			}
		}

		@Override
		public void onNext(DataBuffer buffer) {
			GuardedBodyRequest.this.handling.active();
			signal(() -> this.actual.onNext(buffer));
		}

		@Override
		public void onError(Throwable exception) {
			signal(() -> this.actual.onError(exception));
		}

		@Override
		public void onComplete() {
			signal(this.actual::onComplete);
		}

		private void signal(Runnable signal) {
			GuardedBodyRequest.this.tasks.run(GuardedBodyRequest.this.handling, () -> {
				try {
					signal.run();
				}
				catch (Throwable ex) {
					fail(ex);
				}
			});
		}

		private void fail(Throwable throwable) {
			if (this.subscription != null) {
				this.subscription.cancel();
			}
			RequestHandling handling = GuardedBodyRequest.this.handling;
			if (!handling.fail(throwable) && !handling.failAgain(throwable)) {
				Operators.onErrorDropped(throwable, handling.currentContext());
			}
		}

	}

}
