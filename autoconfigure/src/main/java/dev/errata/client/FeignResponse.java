package dev.errata.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import feign.Response;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A response to a Feign client.
 *
 * @param response the response
 */
record FeignResponse(Response response) implements ClientHttpResponse {

	@Override
	public HttpStatusCode getStatusCode() {
		return HttpStatusCode.valueOf(this.response.status());
	}

	@Override
	public String getStatusText() {
		return (this.response.reason() != null) ? this.response.reason() : "";
	}

	@Override
	public HttpHeaders getHeaders() {
		HttpHeaders headers = new HttpHeaders();
		this.response.headers().forEach((name, values) -> headers.addAll(name, List.copyOf(values)));
		return headers;
	}

	@Override
	public InputStream getBody() throws IOException {
		return (this.response.body() != null) ? this.response.body().asInputStream() : InputStream.nullInputStream();
	}

	@Override
	public void close() {
		this.response.close();
	}

}
