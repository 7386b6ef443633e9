package dev.errata.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.client.ClientHttpResponse;

/**
 * An error of a service that has been read, and can be read again.
 */
final class RemoteResponse implements ClientHttpResponse {

	private final ClientHttpResponse response;

	private final HttpHeaders headers;

	private final RemoteApiException exception;

	private final byte[] start;

	private final InputStream rest;

	private RemoteResponse(ClientHttpResponse response, HttpHeaders headers, RemoteApiException exception, byte[] start,
			InputStream rest) {
		this.response = response;
		this.headers = headers;
		this.exception = exception;
		this.start = start;
		this.rest = rest;
	}

	/**
	 * Read an error.
	 * @throws IOException if not even the status can be had
	 */
	static RemoteResponse read(RemoteApi api, HttpRequest request, ClientHttpResponse response) throws IOException {
		byte[] start = {};
		boolean whole = request.getMethod() == HttpMethod.HEAD;
		InputStream rest = InputStream.nullInputStream();
		HttpStatusCode status = response.getStatusCode();
		BoundedBody body = new BoundedBody();
		if (!whole) {
			try {
				rest = response.getBody();
				whole = body.read(rest);
			}
			catch (IOException ex) {
				// cut off: what has come is all there is
				rest = InputStream.nullInputStream();
			}
			start = body.toByteArray();
		}
		HttpHeaders headers = readable(response.getHeaders());
		RemoteApiException exception = api.reader().read(status, statusText(response), headers, start, whole);
		api.log(request.getMethod(), request.getURI(), exception);
		return new RemoteResponse(response, headers, exception, start, rest);
	}

	private static HttpHeaders readable(HttpHeaders headers) {
		try {
			headers.getContentType();
			return headers;
		}
		catch (InvalidMediaTypeException ex) {
			// whoever looks for a converter fails on it before the error is thrown
			HttpHeaders readable = HttpHeaders.copyOf(headers);
			readable.remove(HttpHeaders.CONTENT_TYPE);
			return readable;
		}
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

	RemoteApiException exception() {
		return this.exception;
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
			// clients drain what was not read, which may have no end
			this.rest.close();
		}
		catch (IOException ex) {
			// it is closed all the same
		}
		this.response.close();
	}

}
