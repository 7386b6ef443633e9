package dev.errata.client;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.client.ResponseErrorHandler;

/**
 * Throws the errors of known services. Those of all others are left to the next handler.
 */
final class RemoteErrorHandler implements ResponseErrorHandler {

	private final Supplier<List<HttpMessageConverter<?>>> converters;

	RemoteErrorHandler(Supplier<List<HttpMessageConverter<?>>> converters) {
		this.converters = converters;
	}

	@Override
	public boolean hasError(ClientHttpResponse response) {
		return response instanceof RemoteResponse;
	}

	@Override
	public void handleError(URI url, HttpMethod method, ClientHttpResponse response) throws IOException {
		if (response instanceof RemoteResponse error) {
			throw error.exception(this.converters.get());
		}
	}

}
