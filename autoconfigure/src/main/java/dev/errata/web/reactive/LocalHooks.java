package dev.errata.web.reactive;

import java.util.function.BiFunction;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The hooks that Reactor finds in the context of a subscriber when something fails. They
 * do what is done without them, and report what Reactor would throw at nobody.
 */
final class LocalHooks implements BiFunction<Throwable, @Nullable Object, @Nullable Throwable>, Consumer<Throwable> {

	private static final String ON_OPERATOR_ERROR = "reactor.onOperatorError.local";

	private static final String ON_NEXT_ERROR = "reactor.onNextError.localStrategy";

	private static final String ON_ERROR_DROPPED = "reactor.onErrorDropped.local";

	private static final BiFunction<Throwable, @Nullable Object, Throwable> OPERATOR_ERROR = (error, value) -> StandIn
		.of(Operators.onOperatorError(null, error, value, Context.empty()));

	private final GuardedHandling.Handling handling;

	private LocalHooks(GuardedHandling.Handling handling) {
		this.handling = handling;
	}

	/**
	 * Add the hooks to a context.
	 * @param context the context
	 * @param handling fails with what Reactor calls fatal, and knows what is told
	 * @return a context with the hooks
	 */
	static Context addTo(Context context, GuardedHandling.Handling handling) {
		LocalHooks hooks = new LocalHooks(handling);
		Context local = Context.of(ON_OPERATOR_ERROR, OPERATOR_ERROR, ON_NEXT_ERROR, hooks, ON_ERROR_DROPPED, hooks);
		return context.isEmpty() ? local : context.putAll(local.readOnly());
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
		if (!taken && !this.handling.isTold(original)) {
			Operators.onErrorDropped(error, Context.empty());
		}
	}

}
