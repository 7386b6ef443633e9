package dev.errata.idempotency.reactive;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;

/**
 * Tells failures about the arguments of a handler from those of its work. An argument may
 * be a publisher, whose failure comes after the handler was called.
 */
final class InvalidArguments {

	private InvalidArguments() {
	}

	/**
	 * Return whether a failure is about the arguments of a handler.
	 * @param invoking whether the handler has not returned
	 */
	static boolean areCauseOf(Throwable exception, HandlerMethod handler, boolean invoking) {
		if (exception instanceof ServerWebInputException input) {
			return isOf(handler, input.getMethodParameter());
		}
		if (exception instanceof HandlerMethodValidationException invalid) {
			return !invalid.isForReturnValue() && invalid.getMethod().equals(handler.getMethod());
		}
		return invoking && exception instanceof UnsupportedMediaTypeStatusException && !wasCalled(handler, exception);
	}

	private static boolean isOf(HandlerMethod handler, @Nullable MethodParameter parameter) {
		return parameter != null && parameter.getExecutable().getName().equals(handler.getMethod().getName())
				&& parameter.getDeclaringClass().isAssignableFrom(handler.getBeanType());
	}

	/**
	 * Return whether the handler is on the stack: a handler may throw such exceptions
	 * itself.
	 */
	private static boolean wasCalled(HandlerMethod handler, Throwable exception) {
		StackTraceElement[] stack = exception.getStackTrace();
		for (StackTraceElement element : stack) {
			if (element.getClassName().equals(handler.getMethod().getDeclaringClass().getName())) {
				return true;
			}
		}
		return stack.length == 0;
	}

}
