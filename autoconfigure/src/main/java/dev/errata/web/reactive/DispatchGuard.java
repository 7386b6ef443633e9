package dev.errata.web.reactive;

import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.server.ServerWebExchange;

/**
 * Stands before the handler adapters and the handlers of results, and leaves the work to
 * them. Whatever they throw or signal reaches the exception handlers of the dispatcher as
 * a {@link GuardedResult}.
 */
final class DispatchGuard implements HandlerAdapter, HandlerResultHandler, Ordered {

	private final Supplier<HandlerAdapter[]> adapters;

	private final Supplier<HandlerResultHandler[]> resultHandlers;

	private final @Nullable DispatchInterceptor interceptor;

	DispatchGuard(ObjectProvider<HandlerAdapter> adapters, ObjectProvider<HandlerResultHandler> resultHandlers,
			@Nullable DispatchInterceptor interceptor) {
		this.interceptor = interceptor;
		this.adapters = SingletonSupplier.of(() -> others(adapters).toArray(HandlerAdapter[]::new));
		this.resultHandlers = SingletonSupplier.of(() -> others(resultHandlers).toArray(HandlerResultHandler[]::new));
	}

	private <T> Stream<T> others(ObjectProvider<T> beans) {
		return beans.orderedStream().filter((bean) -> bean != this);
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public boolean supports(Object handler) {
		return adapter(handler) != null;
	}

	@Override
	public Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler) {
		HandlerAdapter adapter = adapter(handler);
		return (adapter != null) ? new GuardedResult<>(handle(exchange, handler, adapter)) : Mono.empty();
	}

	private Mono<HandlerResult> handle(ServerWebExchange exchange, Object handler, HandlerAdapter adapter) {
		try {
			return (this.interceptor != null) ? this.interceptor.handle(exchange, handler, adapter)
					: adapter.handle(exchange, handler);
		}
		catch (Throwable ex) {
			// a functional handler is called at once
			return Mono.error(StandIn.of(ex));
		}
	}

	private @Nullable HandlerAdapter adapter(Object handler) {
		for (HandlerAdapter adapter : this.adapters.get()) {
			if (adapter.supports(handler)) {
				return adapter;
			}
		}
		return null;
	}

	@Override
	public boolean supports(HandlerResult result) {
		// to find out more costs as much as to handle it
		return true;
	}

	@Override
	public Mono<Void> handleResult(ServerWebExchange exchange, HandlerResult result) {
		for (HandlerResultHandler handler : this.resultHandlers.get()) {
			if (handler.supports(result)) {
				return new GuardedResult<>(handleResult(exchange, result, handler), true);
			}
		}
		return Mono.error(new IllegalStateException("No HandlerResultHandler for " + result.getReturnValue()));
	}

	private Mono<Void> handleResult(ServerWebExchange exchange, HandlerResult result, HandlerResultHandler handler) {
		return (this.interceptor != null) ? this.interceptor.handleResult(exchange, result, handler)
				: handler.handleResult(exchange, result);
	}

}
