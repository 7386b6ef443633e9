package dev.errata.web.reactive;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * When and where a publisher fails, at the latest when it is read to its end.
 */
enum FailingPublisher {

	AT_ONCE {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return what.thrown();
		}
	},

	SIGNALLED {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.error(what.create());
		}
	},

	SIGNALLED_LATER {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.delay(SOON).then(Mono.error(what::create));
		}
	},

	DEFERRED {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.defer(what::thrown);
		}
	},

	MAPPED {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.just(1).map((value) -> what.thrown());
		}
	},

	FLAT_MAPPED {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.just(1).flatMap((value) -> what.thrown());
		}
	},

	CREATED {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.create((sink) -> what.thrown());
		}
	},

	ON_NEXT {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.<Object>just(1).hide().doOnNext((value) -> what.thrown());
		}
	},

	ON_SUCCESS {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.<Object>just(1).hide().doOnSuccess((value) -> what.thrown());
		}
	},

	ON_ERROR {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.error(new IllegalStateException("first")).onErrorResume((ex) -> what.thrown());
		}
	},

	ON_SUBSCRIBE {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.<Object>just(1).hide().doOnSubscribe((subscription) -> what.thrown());
		}
	},

	IN_SUBSCRIBE {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Flux.from((subscriber) -> what.thrown());
		}
	},

	IN_REQUEST {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Flux.from((subscriber) -> subscriber.onSubscribe(new Subscription() {

				@Override
				public void request(long n) {
					what.thrown();
				}

				@Override
				public void cancel() {
				}

			}));
		}
	},

	MAPPED_ELSEWHERE {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.just(1).hide().publishOn(Schedulers.parallel()).map((value) -> what.thrown());
		}
	},

	FLAT_MAPPED_ELSEWHERE {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.just(1).hide().publishOn(Schedulers.parallel()).flatMap((value) -> what.thrown());
		}
	},

	CALLED_ELSEWHERE {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.fromCallable(what::thrown).subscribeOn(Schedulers.boundedElastic());
		}
	},

	SUPPLIED_ELSEWHERE {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.fromSupplier(what::thrown).hide().subscribeOn(Schedulers.boundedElastic());
		}
	},

	CREATED_ELSEWHERE {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.create((sink) -> what.thrown()).subscribeOn(Schedulers.parallel());
		}
	},

	LATER {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.delay(SOON).flatMap((value) -> what.thrown());
		}
	},

	LATER_AND_ELSEWHERE {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.delay(SOON).publishOn(Schedulers.boundedElastic()).flatMap((value) -> what.thrown());
		}
	},

	FUTURE {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.fromFuture(soon().thenApply((value) -> what.thrown()));
		}
	},

	MAPPED_FUTURE {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.fromFuture(soon()).map((value) -> what.thrown());
		}
	},

	FLAT_MAPPED_FUTURE {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.fromFuture(soon()).flatMap((value) -> what.thrown());
		}
	},

	OWN_THREAD {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			Sinks.One<Object> sink = Sinks.one();
			soon().thenRun(() -> sink.tryEmitValue(1));
			return sink.asMono().map((value) -> what.thrown());
		}
	},

	FLAT_MAPPED_ON_OWN_THREAD {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			Sinks.One<Object> sink = Sinks.one();
			soon().thenRun(() -> sink.tryEmitValue(1));
			return sink.asMono().flatMap((value) -> what.thrown());
		}
	},

	ZIPPED {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.zip(Mono.just(1), Mono.delay(SOON), (left, right) -> what.thrown());
		}
	},

	TIMED {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Mono.never().timeout(SOON, Mono.defer(what::thrown));
		}
	},

	FLUX {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Flux.range(1, 3).map((value) -> (value < 3) ? value : what.thrown());
		}
	},

	FLUX_ELSEWHERE {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Flux.range(1, 3)
				.publishOn(Schedulers.parallel())
				.concatMap((value) -> (value < 3) ? Mono.just(value) : what.thrown());
		}
	},

	GENERATED {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Flux.generate((sink) -> what.thrown());
		}
	},

	ITERATED {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Flux.fromIterable(() -> what.thrown());
		}
	},

	PARALLEL {
		@Override
		Publisher<Object> failing(HostileThrowable what) {
			return Flux.range(1, 4)
				.parallel(2)
				.runOn(Schedulers.parallel())
				.<Object>map((value) -> (value < 3) ? value : what.thrown())
				.sequential();
		}
	};

	private static final Duration SOON = Duration.ofMillis(5);

	abstract Publisher<Object> failing(HostileThrowable what);

	/**
	 * Return whether anybody can be told: the JDK does not complete a future with an
	 * exception that throws, and a thread of somebody else's keeps what Reactor throws at
	 * it.
	 */
	boolean isTold(HostileThrowable what) {
		return switch (this) {
			case FUTURE -> what.isPrintable();
			case FLAT_MAPPED_ON_OWN_THREAD -> !what.isFatal();
			default -> true;
		};
	}

	private static CompletableFuture<Object> soon() {
		return CompletableFuture.supplyAsync(() -> 1, CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS));
	}

}
