package dev.errata.limits.servlet;

import java.time.Duration;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A request that has a timeout once it is asynchronous, unless the application sets one
 * of its own.
 */
final class TimedRequest extends HttpServletRequestWrapper {

	private final Duration limit;

	private final @Nullable Duration general;

	TimedRequest(HttpServletRequest request, Duration limit, @Nullable Duration general) {
		super(request);
		this.limit = limit;
		this.general = general;
	}

	@Override
	public AsyncContext startAsync() {
		return timed(super.startAsync());
	}

	@Override
	public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
		return timed(super.startAsync(request, response));
	}

	private AsyncContext timed(AsyncContext context) {
		context.setTimeout(this.limit.toMillis());
		return (this.general != null) ? new Context(context, this.general.toMillis()) : context;
	}

	/**
	 * Ignores the timeout that Spring MVC sets for every asynchronous request.
	 */
	private record Context(AsyncContext context, long general) implements AsyncContext {

		@Override
		public void setTimeout(long timeout) {
			if (timeout != this.general) {
				this.context.setTimeout(timeout);
			}
		}

		@Override
		public long getTimeout() {
			return this.context.getTimeout();
		}

		@Override
		public ServletRequest getRequest() {
			return this.context.getRequest();
		}

		@Override
		public ServletResponse getResponse() {
			return this.context.getResponse();
		}

		@Override
		public boolean hasOriginalRequestAndResponse() {
			return this.context.hasOriginalRequestAndResponse();
		}

		@Override
		public void dispatch() {
			this.context.dispatch();
		}

		@Override
		public void dispatch(String path) {
			this.context.dispatch(path);
		}

		@Override
		public void dispatch(ServletContext context, String path) {
			this.context.dispatch(context, path);
		}

		@Override
		public void complete() {
			this.context.complete();
		}

		@Override
		public void start(Runnable task) {
			this.context.start(task);
		}

		@Override
		public void addListener(AsyncListener listener) {
			this.context.addListener(listener);
		}

		@Override
		public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
			this.context.addListener(listener, request, response);
		}

		@Override
		public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
			return this.context.createListener(type);
		}

	}

}
