package dev.errata.idempotency.servlet;

import java.lang.reflect.Method;

import dev.errata.error.Causes;
import dev.errata.idempotency.ClaimLostException;
import dev.errata.idempotency.RunningClaim;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.BindException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Records, before an exception is answered, whether the handler was called at all and
 * whether its work was rolled back because another request has taken over its claim.
 */
final class FailedHandlers implements HandlerExceptionResolver, Ordered {

	@Override
	public int getOrder() {
		// behind the resolver for malformed exceptions
		return Ordered.HIGHEST_PRECEDENCE + 1;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception exception) {
		IdempotentExchange exchange = IdempotentExchange.of(request);
		RunningClaim claim = (exchange != null) ? exchange.openClaim() : null;
		if (exchange == null || claim == null) {
			return null;
		}
		if (Causes.find(exception, ClaimLostException.class) != null) {
			claim.markLost();
			// no failure: the client gets the response of the request that took over
			return new ModelAndView();
		}
		if (!exchange.isAsync() && handler instanceof HandlerMethod method && isAboutArguments(exception)
				&& !wasCalled(method.getMethod(), exception)) {
			claim.markUncalled();
		}
		return null;
	}

	private static boolean isAboutArguments(Exception exception) {
		if (exception instanceof HttpMessageNotReadableException unreadable) {
			return !(unreadable.getHttpInputMessage() instanceof ClientHttpResponse);
		}
		if (exception instanceof HandlerMethodValidationException invalid) {
			return !invalid.isForReturnValue();
		}
		return exception instanceof ServletRequestBindingException || exception instanceof BindException
				|| exception instanceof MethodArgumentNotValidException || exception instanceof TypeMismatchException
				|| exception instanceof HttpMediaTypeNotSupportedException || exception instanceof MultipartException
				|| exception instanceof MissingServletRequestPartException;
	}

	/**
	 * Return whether the handler is on the stack: a handler may throw such exceptions
	 * itself.
	 */
	private static boolean wasCalled(Method method, Exception exception) {
		StackTraceElement[] stack = exception.getStackTrace();
		for (StackTraceElement element : stack) {
			if (element.getMethodName().equals(method.getName())
					&& element.getClassName().equals(method.getDeclaringClass().getName())) {
				return true;
			}
		}
		return stack.length == 0;
	}

}
