package dev.errata.client;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import feign.Request;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;

/**
 * A request of a Feign client, whose headers can be changed.
 */
final class FeignRequest implements HttpRequest {

	private final Request request;

	private final HttpHeaders headers = new HttpHeaders();

	private final Map<String, Object> attributes = new LinkedHashMap<>();

	FeignRequest(Request request) {
		this.request = request;
		request.headers().forEach((name, values) -> this.headers.addAll(name, List.copyOf(values)));
	}

	@Override
	public HttpMethod getMethod() {
		return HttpMethod.valueOf(this.request.httpMethod().name());
	}

	@Override
	public URI getURI() {
		return URI.create(this.request.url());
	}

	@Override
	public Map<String, Object> getAttributes() {
		return this.attributes;
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	/**
	 * Return a request with the present headers.
	 */
	Request toRequest() {
		Map<String, Collection<String>> headers = new LinkedHashMap<>();
		this.headers.forEach(headers::put);
		return Request.create(this.request.httpMethod(), this.request.url(), headers, this.request.body(),
				this.request.charset(), this.request.requestTemplate());
	}

}
