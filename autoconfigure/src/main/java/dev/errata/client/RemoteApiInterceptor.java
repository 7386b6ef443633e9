package dev.errata.client;

import java.io.IOException;

import dev.errata.requestid.RequestId;
import org.jspecify.annotations.Nullable;

import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Sets the request id of calls to known services, reads their errors, and retries calls
 * where that is safe. Calls to other services pass through unchanged.
 */
final class RemoteApiInterceptor implements ClientHttpRequestInterceptor {

	private final RemoteApis apis;

	RemoteApiInterceptor(RemoteApis apis) {
		this.apis = apis;
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		RemoteApi api = this.apis.find(request.getURI());
		if (api == null) {
			return execution.execute(request, body);
		}
		api.prepare(request.getMethod(), request.getHeaders(), RequestId.current());
		Call call = new Call(api, request, body, execution);
		return api.retry().isEnabled() ? repeat(api, request, call) : call.send();
	}

	private ClientHttpResponse repeat(RemoteApi api, HttpRequest request, Call call) throws IOException {
		RetryTemplate template = new RetryTemplate(new CallRetry(api, request.getMethod(), request.getHeaders()));
		template.setRetryListener(new Retries(this.apis, api));
		try {
			return template.execute(call);
		}
		catch (RetryException ex) {
			Throwable last = ex.getCause();
			if (last instanceof RemoteApiException) {
				return call.failed();
			}
			if (last instanceof IOException failure) {
				throw failure;
			}
			if (last instanceof RuntimeException failure) {
				throw failure;
			}
			if (last instanceof Error failure) {
				throw failure;
			}
			throw new IOException(last);
		}
	}

	/**
	 * One logical call, in as many attempts as it takes.
	 */
	private static final class Call implements Retryable<ClientHttpResponse> {

		private final RemoteApi api;

		private final HttpRequest request;

		private final byte[] body;

		private final ClientHttpRequestExecution execution;

		private @Nullable RemoteResponse failed;

		Call(RemoteApi api, HttpRequest request, byte[] body, ClientHttpRequestExecution execution) {
			this.api = api;
			this.request = request;
			this.body = body;
			this.execution = execution;
		}

		@Override
		public ClientHttpResponse execute() throws Exception {
			if (this.failed != null) {
				this.failed.close();
				this.failed = null;
			}
			ClientHttpResponse response = send();
			if (response instanceof RemoteResponse error) {
				this.failed = error;
				throw error.error();
			}
			return response;
		}

		ClientHttpResponse send() throws IOException {
			ClientHttpResponse response = this.execution.execute(this.request, this.body);
			if (!response.getStatusCode().isError()) {
				return response;
			}
			RemoteResponse error = RemoteResponse.read(this.api, this.request.getMethod(), response);
			this.api.log(this.request.getMethod(), this.request.getURI(), error.error());
			return error;
		}

		RemoteResponse failed() {
			if (this.failed == null) {
				throw new IllegalStateException("The call has not failed");
			}
			return this.failed;
		}

		@Override
		public String getName() {
			return this.api.name();
		}

	}

	private record Retries(RemoteApis apis, RemoteApi api) implements RetryListener {

		@Override
		public void onRetrySuccess(RetryPolicy policy, Retryable<?> retryable, @Nullable Object result) {
			this.apis.tellRetry(this.api, true);
		}

		@Override
		public void onRetryFailure(RetryPolicy policy, Retryable<?> retryable, Throwable failure) {
			this.apis.tellRetry(this.api, false);
		}

	}

}
