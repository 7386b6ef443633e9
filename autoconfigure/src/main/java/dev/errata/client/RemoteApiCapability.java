package dev.errata.client;

import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.errata.error.Causes;
import feign.Capability;
import feign.Client;
import feign.Request;
import feign.Response;
import feign.codec.ErrorDecoder;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.ClientHttpResponse;

/**
 * Makes Feign clients recognize the services below {@code errata.clients} by their URLs.
 * Those of Spring Cloud OpenFeign do so already; others need to be told:
 * <pre class="code">
 * Feign.builder().addCapability(remoteApiCapability)</pre> The exception is the one that
 * Feign's {@link ErrorDecoder} creates, with a {@link RemoteApiException} as its cause.
 *
 * @since 0.1.0
 */
// public, since Feign calls it by reflection
public final class RemoteApiCapability implements Capability {

	private final RemoteApis apis;

	RemoteApiCapability(RemoteApis apis) {
		this.apis = apis;
	}

	@Override
	public Client enrich(Client client) {
		return (request, options) -> {
			if (find(request) == null) {
				return client.execute(request, options);
			}
			byte[] body = (request.body() != null) ? request.body() : new byte[0];
			FeignRequest prepared = new FeignRequest(request);
			ClientHttpResponse response = this.apis.interceptor()
				.intercept(prepared, body,
						(same, bytes) -> new FeignResponse(client.execute(prepared.toRequest(), options)));
			return (response instanceof RemoteResponse error) ? toResponse(error, prepared.toRequest())
					: ((FeignResponse) response).response();
		};
	}

	@Override
	public ErrorDecoder enrich(ErrorDecoder decoder) {
		return (method, response) -> {
			RemoteApi api = find(response.request());
			if (api == null) {
				return decoder.decode(method, response);
			}
			try {
				RemoteResponse error = RemoteResponse.read(api, new FeignRequest(response.request()).getMethod(),
						new FeignResponse(response));
				Exception exception = decoder.decode(method, toResponse(error, response.request()));
				return withCause(exception, error.error());
			}
			catch (IOException ex) {
				return ex;
			}
		};
	}

	private @Nullable RemoteApi find(Request request) {
		return this.apis.find(URI.create(request.url()));
	}

	private static Response toResponse(RemoteResponse error, Request request) throws IOException {
		Map<String, Collection<String>> headers = new LinkedHashMap<>();
		error.getHeaders().forEach(headers::put);
		return Response.builder()
			.status(error.getStatusCode().value())
			.reason(error.getStatusText())
			.headers(headers)
			.body(error.getBody(), null)
			.request(request)
			.build();
	}

	/**
	 * Feign's own exception for errors that have a {@code Retry-After} has a cause
	 * already.
	 */
	private static Exception withCause(Exception exception, RemoteApiException error) {
		Throwable last = exception;
		Throwable cause = Causes.causeOf(last);
		for (int depth = 0; cause != null && depth < Causes.MAX_DEPTH; depth++) {
			last = cause;
			cause = Causes.causeOf(last);
		}
		try {
			last.initCause(error);
		}
		catch (IllegalStateException ex) {
			// an exception of the application that cannot have one
		}
		return exception;
	}

}
