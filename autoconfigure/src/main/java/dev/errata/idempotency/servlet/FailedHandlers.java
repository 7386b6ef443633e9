package dev.errata.idempotency.servlet;

import java.util.Set;

import dev.errata.error.Causes;
import dev.errata.idempotency.ClaimLostException;
import dev.errata.idempotency.RunningClaim;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.annotation.HandlerMethodValidator;
import org.springframework.web.method.annotation.ModelFactory;
import org.springframework.web.method.support.InvocableHandlerMethod;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Records, before an exception is answered, whether the handler was called at all and
 * whether its work was rolled back because another request has taken over its claim.
 */
final class FailedHandlers implements HandlerExceptionResolver, Ordered {

	private static final String CALL = InvocableHandlerMethod.class.getName() + ".doInvoke";

	private static final Set<String> BEFORE_CALL = Set.of(
			InvocableHandlerMethod.class.getName() + ".getMethodArgumentValues",
			HandlerMethodValidator.class.getName() + ".applyArgumentValidation",
			ModelFactory.class.getName() + ".initModel");

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
		if (!exchange.isAsync() && handler instanceof HandlerMethod && isAboutArguments(exception)) {
			claim.markUncalled();
		}
		return null;
	}

	/**
	 * Return whether an exception was thrown by what prepares the arguments of a handler,
	 * and not by a handler: its own code, too, may throw exceptions about arguments.
	 */
	private static boolean isAboutArguments(Exception exception) {
		boolean about = false;
		for (StackTraceElement place : exception.getStackTrace()) {
			String method = place.getClassName() + "." + place.getMethodName();
			if (method.equals(CALL)) {
				return false;
			}
			about |= BEFORE_CALL.contains(method);
		}
		return about;
	}

}
