package dev.errata.idempotency.reactive;

import java.util.Set;

import dev.errata.error.Causes;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebExchangeDataBinder;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.reactive.result.method.annotation.AbstractMessageReaderArgumentResolver;
import org.springframework.web.server.ServerWebInputException;

/**
 * Tells failures about the arguments of a handler from those of its work. An argument may
 * be a publisher, whose failure comes after the handler was called.
 */
final class InvalidArguments {

	private static final Set<String> READERS = Set.of(AbstractMessageReaderArgumentResolver.class.getName(),
			WebExchangeDataBinder.class.getName());

	private InvalidArguments() {
	}

	/**
	 * Return whether a failure is about the arguments of a handler.
	 */
	static boolean areCauseOf(Throwable exception, HandlerMethod handler) {
		if (exception instanceof ServerWebInputException input) {
			return isOf(handler, input.getMethodParameter());
		}
		if (exception instanceof HandlerMethodValidationException invalid) {
			return !invalid.isForReturnValue() && invalid.getMethod().equals(handler.getMethod());
		}
		return isOfArgument(exception);
	}

	private static boolean isOf(HandlerMethod handler, @Nullable MethodParameter parameter) {
		return parameter != null && parameter.getExecutable().getName().equals(handler.getMethod().getName())
				&& parameter.getDeclaringClass().isAssignableFrom(handler.getBeanType());
	}

	/**
	 * Return whether a body or a form could not be read for an argument: a handler may
	 * throw such exceptions itself.
	 */
	private static boolean isOfArgument(Throwable exception) {
		return Causes.isThrownBy(exception, Integer.MAX_VALUE, READERS::contains);
	}

}
