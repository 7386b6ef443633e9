package dev.errata.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.HttpMessageConverterExtractor;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/**
 * A response with an error whose body was read, and can be read again.
 */
final class RemoteResponse implements ClientHttpResponse {

	private final ClientHttpResponse response;

	private final HttpHeaders headers;

	private final RemoteApiException error;

	private final byte[] start;

	private final InputStream rest;

	private RemoteResponse(ClientHttpResponse response, HttpHeaders headers, RemoteApiException error, byte[] start,
			InputStream rest) {
		this.response = response;
		this.headers = headers;
		this.error = error;
		this.start = start;
		this.rest = rest;
	}

	/**
	 * Read an error.
	 * @throws IOException if the status cannot be read
	 */
	static RemoteResponse read(RemoteApi api, HttpMethod method, ClientHttpResponse response) throws IOException {
		byte[] start = {};
		boolean whole = method == HttpMethod.HEAD;
		InputStream rest = InputStream.nullInputStream();
		HttpStatusCode status = response.getStatusCode();
		BoundedBody body = new BoundedBody();
		if (!whole) {
			try {
				rest = response.getBody();
				whole = body.read(rest);
			}
			catch (IOException | RuntimeException ex) {
				// cut off, or malformed, for which Netty has other exceptions
				rest = InputStream.nullInputStream();
			}
			start = body.toByteArray();
		}
		HttpHeaders headers = AnswerReader.readable(response.getHeaders());
		RemoteApiException error = api.reader().read(status.value(), headers, start, whole);
		return new RemoteResponse(response, headers, error, start, rest);
	}

	private static String statusText(ClientHttpResponse response) {
		try {
			String text = response.getStatusText();
			return (text != null) ? text : "";
		}
		catch (IOException ex) {
			return "";
		}
	}

	RemoteApiException error() {
		return this.error;
	}

	/**
	 * Return Spring's exception for the status, with the start of the body.
	 */
	RestClientResponseException exception(List<HttpMessageConverter<?>> converters) throws IOException {
		HttpStatusCode status = getStatusCode();
		String message = this.error.getMessage();
		Charset charset = AnswerReader.charset(this.headers);
		RestClientResponseException exception = status.is4xxClientError()
				? HttpClientErrorException.create(message, status, statusText(this), this.headers, this.start, charset)
				: HttpServerErrorException.create(message, status, statusText(this), this.headers, this.start, charset);
		exception.initCause(this.error);
		exception.setBodyConvertFunction((type) -> convert(type.getType(), converters));
		return exception;
	}

	private @Nullable Object convert(Type type, List<HttpMessageConverter<?>> converters) {
		try {
			return new HttpMessageConverterExtractor<>(type, converters).extractData(new RemoteResponse(this.response,
					this.headers, this.error, this.start, InputStream.nullInputStream()));
		}
		catch (IOException ex) {
			throw new RestClientException("Error while extracting response for type [" + type + "]", ex);
		}
	}

	@Override
	public HttpStatusCode getStatusCode() throws IOException {
		return this.response.getStatusCode();
	}

	@Override
	public String getStatusText() throws IOException {
		return this.response.getStatusText();
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public InputStream getBody() {
		return new SequenceInputStream(new ByteArrayInputStream(this.start), this.rest);
	}

	@Override
	public void close() {
		try {
			// clients drain the rest of a body, which may have no end
			this.rest.close();
		}
		catch (IOException | RuntimeException ex) {
			// the response is closed below
		}
		try {
			this.response.close();
		}
		catch (RuntimeException ex) {
			// the rest of the body is malformed, too
		}
	}

}
