package dev.errata.web.servlet;

import java.util.concurrent.Callable;

import dev.errata.requestid.RequestId;
import dev.errata.web.ContractExchange;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Passes the request id to the thread that runs the {@link Callable} of a request,
 * whatever its executor. It registers itself with each request, as Spring would compute a
 * key for each registration otherwise.
 */
final class CallableInterceptor implements HandlerInterceptor, CallableProcessingInterceptor {

	private final ServletExchanges exchanges;

	private final ThreadLocal<RequestId.@Nullable Scope> scope = new ThreadLocal<>();

	CallableInterceptor(ServletExchanges exchanges) {
		this.exchanges = exchanges;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (handler instanceof HandlerMethod method && mayReturnTask(method.getMethod().getReturnType())) {
			WebAsyncUtils.getAsyncManager(request).registerCallableInterceptor(CallableInterceptor.class, this);
		}
		return true;
	}

	private static boolean mayReturnTask(Class<?> type) {
		return type == Object.class || Callable.class.isAssignableFrom(type)
				|| WebAsyncTask.class.isAssignableFrom(type);
	}

	@Override
	public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
		HttpServletRequest servletRequest = request.getNativeRequest(HttpServletRequest.class);
		ContractExchange exchange = (servletRequest != null) ? this.exchanges.find(servletRequest) : null;
		if (exchange != null) {
			this.scope.set(RequestId.open(exchange.requestId()));
		}
	}

	@Override
	public <T> void postProcess(NativeWebRequest request, Callable<T> task, @Nullable Object concurrentResult) {
		RequestId.Scope scope = this.scope.get();
		if (scope != null) {
			this.scope.remove();
			scope.close();
		}
	}

}
