package dev.errata.web.reactive;

import java.util.function.BiFunction;
import java.util.function.Consumer;

import dev.errata.web.ClientDisconnect;
import dev.errata.web.ContractExchange;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The hooks that Reactor finds in the context of a subscriber when something fails. They
 * do what is done without them, and report what Reactor would throw at nobody.
 */
final class LocalHooks implements BiFunction<Throwable, @Nullable Object, @Nullable Throwable>, Consumer<Throwable> {

	static final String ON_OPERATOR_ERROR = "reactor.onOperatorError.local";

	static final String ON_NEXT_ERROR = "reactor.onNextError.localStrategy";

	static final String ON_ERROR_DROPPED = "reactor.onErrorDropped.local";

	static final BiFunction<Throwable, @Nullable Object, Throwable> OPERATOR_ERROR = (error, value) -> StandIn
		.of(Operators.onOperatorError(null, error, value, Context.empty()));

	private final RequestHandling handling;

	/**
	 * Create the hooks.
	 * @param handling fails with what Reactor calls fatal
	 */
	LocalHooks(RequestHandling handling) {
		this.handling = handling;
	}

	/**
	 * Decide on what an operator has caught, which may come from a subscriber behind it.
	 */
	@Override
	public @Nullable Throwable apply(Throwable error, @Nullable Object value) {
		if (Exceptions.isFatal(error)) {
			this.handling.fail(error);
			return StandIn.of(error);
		}
		Throwable signalled = Operators.onNextError(value, error, Context.empty());
		return (signalled != null) ? StandIn.of(signalled) : null;
	}

	/**
	 * Take what comes too late to be signalled, or comes again: Reactor Netty signals the
	 * failure of a body a second time when its request ends.
	 */
	@Override
	public void accept(Throwable error) {
		Throwable original = StandIn.original(error);
		boolean taken = Exceptions.isFatal(original) && (this.handling.fail(original) || original != error);
		if (!taken && !isTold(original)) {
			Operators.onErrorDropped(error, Context.empty());
		}
	}

	/**
	 * Return whether a throwable tells nothing new: the request has failed with it, or
	 * ended early, by a timeout or because the client left.
	 */
	private boolean isTold(Throwable throwable) {
		ContractExchange exchange = this.handling.exchange();
		Throwable thrown = ReactiveErrorResponder.thrown(throwable).exception();
		return exchange.isTimedOut() || exchange.hasFailedWith(thrown) || ClientDisconnect.isCauseOf(thrown);
	}

}
