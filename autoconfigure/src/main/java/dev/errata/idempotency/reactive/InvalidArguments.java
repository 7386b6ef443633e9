package dev.errata.idempotency.reactive;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.reactive.result.method.annotation.AbstractMessageReaderArgumentResolver;
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
	 */
	static boolean areCauseOf(Throwable exception, HandlerMethod handler) {
		if (exception instanceof ServerWebInputException input) {
			return isOf(handler, input.getMethodParameter());
		}
		if (exception instanceof HandlerMethodValidationException invalid) {
			return !invalid.isForReturnValue() && invalid.getMethod().equals(handler.getMethod());
		}
		return exception instanceof UnsupportedMediaTypeStatusException && isOfArgument(exception);
	}

	private static boolean isOf(HandlerMethod handler, @Nullable MethodParameter parameter) {
		return parameter != null && parameter.getExecutable().getName().equals(handler.getMethod().getName())
				&& parameter.getDeclaringClass().isAssignableFrom(handler.getBeanType());
	}

	/**
	 * Return whether a body could not be read for an argument: a handler may throw such
	 * exceptions itself.
	 */
	private static boolean isOfArgument(Throwable exception) {
		for (StackTraceElement element : exception.getStackTrace()) {
			if (element.getClassName().equals(AbstractMessageReaderArgumentResolver.class.getName())) {
				return true;
			}
		}
		return false;
	}

}
