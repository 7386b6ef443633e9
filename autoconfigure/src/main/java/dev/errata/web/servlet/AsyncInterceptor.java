package dev.errata.web.servlet;

import java.util.concurrent.Callable;

import dev.errata.contract.Contract;
import dev.errata.requestid.RequestId;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.DeferredResultProcessingInterceptor;

/**
 * Carries the request id to the thread that runs the {@link Callable} of a request, and
 * notices when an asynchronous request is out of time.
 */
final class AsyncInterceptor implements CallableProcessingInterceptor, DeferredResultProcessingInterceptor {

	private final ServletErrors errors;

	private final ThreadLocal<RequestId.@Nullable Scope> scope = new ThreadLocal<>();

	AsyncInterceptor(ServletErrors errors) {
		this.errors = errors;
	}

	@Override
	public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
		HttpServletRequest servletRequest = request.getNativeRequest(HttpServletRequest.class);
		Contract contract = (servletRequest != null) ? this.errors.contractOf(servletRequest) : null;
		if (servletRequest != null && contract != null) {
			this.scope.set(RequestId.open(this.errors.requestIdOf(servletRequest, contract)));
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

	@Override
	public <T> Object handleTimeout(NativeWebRequest request, Callable<T> task) {
		setTimedOut(request);
		return CallableProcessingInterceptor.RESULT_NONE;
	}

	@Override
	public <T> boolean handleTimeout(NativeWebRequest request, DeferredResult<T> result) {
		setTimedOut(request);
		return true;
	}

	private static void setTimedOut(NativeWebRequest request) {
		HttpServletRequest servletRequest = request.getNativeRequest(HttpServletRequest.class);
		if (servletRequest != null) {
			ServletErrors.setTimedOut(servletRequest);
		}
	}

}
