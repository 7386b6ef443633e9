package dev.errata.web.servlet;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.errata.web.ErrorAnswer;
import dev.errata.web.HeadLimit;
import dev.errata.web.HeadWriter;
import dev.errata.web.PlainAnswer;
import dev.errata.web.ResponseHead;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/**
 * Writes an answer to a servlet response.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ResponseWriter {

	private static final Logger logger = LoggerFactory.getLogger(ResponseWriter.class);

	private ResponseWriter() {
	}

	/**
	 * Write an answer.
	 * @param answer the answer
	 * @param request the request
	 * @param response its response; left alone if it is committed
	 */
	public static void write(ErrorAnswer answer, HttpServletRequest request, HttpServletResponse response) {
		if (response.isCommitted()) {
			return;
		}
		// if the thread is still interrupted, the container sends nothing
		Thread.interrupted();
		writeHead(answer, request, response);
		response.setContentType(answer.mediaType());
		response.setContentLength(answer.body().length);
		if (HttpMethod.HEAD.matches(request.getMethod())) {
			return;
		}
		try {
			send(answer.body(), response);
		}
		catch (IOException ex) {
			logger.debug("The client was gone before it got {}", answer.error(), ex);
			if (!response.isCommitted()) {
				// Jetty would dispatch missing content as an error, endlessly
				response.setContentLength(0);
			}
		}
	}

	private static void send(byte[] body, HttpServletResponse response) throws IOException {
		try {
			response.getOutputStream().write(body);
		}
		catch (AsyncRequestNotUsableException ex) {
			// Spring MVC closes the response for handlers once an asynchronous request
			// has failed; in a dispatch the wrapped one is open all the same
			if (response instanceof HttpServletResponseWrapper wrapper && !response.isCommitted()
					&& wrapper.getResponse() instanceof HttpServletResponse wrapped) {
				send(body, wrapped);
			}
			else {
				throw ex;
			}
		}
	}

	/**
	 * Write status and headers, and leave the body to a view.
	 */
	static void writeHead(ErrorAnswer answer, HttpServletRequest request, HttpServletResponse response) {
		HeadWriter.write(answer, head(request, response), UnreadBody.isLeftOf(request));
	}

	/**
	 * Write the answer to an exception that is not a failure, such as a redirect.
	 */
	static void write(PlainAnswer answer, HttpServletRequest request, HttpServletResponse response) {
		if (!response.isCommitted()) {
			HeadWriter.write(answer, head(request, response));
		}
	}

	private static ServletHead head(HttpServletRequest request, HttpServletResponse response) {
		return new ServletHead(response, FilterCookies.of(request, response));
	}

	/**
	 * Set a header, replacing its present values.
	 * @param name the name of the header
	 * @param values its values
	 * @param response the response
	 */
	public static void setHeader(String name, List<String> values, HttpServletResponse response) {
		for (int i = 0; i < values.size(); i++) {
			if (i == 0) {
				response.setHeader(name, values.get(i));
			}
			else {
				response.addHeader(name, values.get(i));
			}
		}
	}

	/**
	 * Return the length of the headers of a response in bytes.
	 */
	static int lengthOfHead(HttpServletResponse response) {
		int length = 0;
		for (String name : new LinkedHashSet<>(response.getHeaderNames())) {
			for (String value : response.getHeaders(name)) {
				length += HeadLimit.lengthOf(name, value);
			}
		}
		return length;
	}

	private record ServletHead(HttpServletResponse response, List<String> cookies) implements ResponseHead {

		@Override
		public Map<String, List<String>> headers() {
			Map<String, List<String>> headers = new LinkedHashMap<>();
			for (String name : this.response.getHeaderNames()) {
				headers.put(name, List.copyOf(this.response.getHeaders(name)));
			}
			return headers;
		}

		@Override
		public void reset(Map<String, List<String>> kept) {
			// also releases a used writer and the charset; Jetty restores its own headers
			this.response.reset();
			kept.forEach(this::header);
			Set<String> cookies = new LinkedHashSet<>(this.response.getHeaders(HttpHeaders.SET_COOKIE));
			cookies.addAll(this.cookies);
			header(HttpHeaders.SET_COOKIE, List.copyOf(cookies));
		}

		@Override
		public void status(int status) {
			this.response.setStatus(status);
		}

		@Override
		public void header(String name, List<String> values) {
			setHeader(name, values, this.response);
		}

	}

}
