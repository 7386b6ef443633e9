package dev.errata.web.servlet;

import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.errata.web.ErrorAnswer;
import dev.errata.web.PlainAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/**
 * Writes an answer. What was set for the success that did not come goes; what others have
 * set for any answer stays.
 */
final class ResponseWriter {

	private static final Logger logger = LoggerFactory.getLogger(ResponseWriter.class);

	private static final Set<String> OF_THE_SUCCESS = names("ETag", "Last-Modified", "Cache-Control", "Expires",
			"Pragma", "Accept-Ranges", "Location", "Set-Cookie", "Retry-After", "Transfer-Encoding", "Trailer");

	private static final Set<String> OF_THE_TRANSFER = names("Transfer-Encoding", "Trailer", "Connection", "Keep-Alive",
			"Upgrade");

	private static final int RANGE_NOT_SATISFIABLE = HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE.value();

	/** Room for kept headers in a head that containers limit to 8 KB. */
	private static final int MAX_KEPT = 5000;

	private static final String OF_A_BODY = "Content-";

	private static final String OF_A_POLICY = "Content-Security-Policy";

	private ResponseWriter() {
	}

	private static Set<String> names(String... names) {
		Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		all.addAll(List.of(names));
		return Collections.unmodifiableSet(all);
	}

	static void write(ErrorAnswer answer, HttpServletRequest request, HttpServletResponse response) {
		if (response.isCommitted()) {
			return;
		}
		// whoever was interrupted may have said so again, and containers send nothing for
		// such a thread
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
				// Jetty dispatches content that is missing as an error, without end
				response.setContentLength(0);
			}
		}
	}

	private static void send(byte[] body, HttpServletResponse response) throws IOException {
		try {
			response.getOutputStream().write(body);
		}
		catch (AsyncRequestNotUsableException ex) {
			// Spring MVC closes the response to handlers once something has failed
			// elsewhere; in a dispatch it is open all the same
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
		int status = answer.error().status();
		String range = (status == RANGE_NOT_SATISFIABLE) ? rangeOf(answer, response) : null;
		clear(response);
		response.setStatus(status);
		if (range != null) {
			// what there is instead of the range that was asked for
			response.setHeader(HttpHeaders.CONTENT_RANGE, range);
		}
		answer.headers().forEach((name, values) -> set(response, name, values));
		if (UnreadBody.isLeftOf(request)) {
			response.setHeader(HttpHeaders.CONNECTION, "close");
		}
	}

	private static @Nullable String rangeOf(ErrorAnswer answer, HttpServletResponse response) {
		List<String> thrown = answer.headers().get(HttpHeaders.CONTENT_RANGE);
		return (thrown != null && !thrown.isEmpty()) ? thrown.get(0) : response.getHeader(HttpHeaders.CONTENT_RANGE);
	}

	/**
	 * Write what was thrown as an exception and is no error: a redirect, say.
	 */
	static void write(PlainAnswer answer, HttpServletResponse response) {
		if (response.isCommitted()) {
			return;
		}
		clear(response);
		response.setStatus(answer.status());
		answer.headers().forEach((name, values) -> set(response, name, values));
	}

	private static void set(HttpServletResponse response, String name, List<String> values) {
		if (!isOfTheTransfer(name)) {
			replace(response, name, values);
		}
	}

	private static void replace(HttpServletResponse response, String name, List<String> values) {
		for (int i = 0; i < values.size(); i++) {
			if (i == 0) {
				response.setHeader(name, values.get(i));
			}
			else {
				response.addHeader(name, values.get(i));
			}
		}
	}

	private static void clear(HttpServletResponse response) {
		Map<String, List<String>> kept = new LinkedHashMap<>();
		for (String name : response.getHeaderNames()) {
			if (!isOfTheSuccess(name)) {
				kept.put(name, List.copyOf(response.getHeaders(name)));
			}
		}
		shorten(kept);
		// frees a used writer as well, and the charset; Jetty puts its own headers back
		response.reset();
		kept.forEach((name, values) -> replace(response, name, values));
	}

	/**
	 * Drop the longest headers of a head that is too long, which may be what has failed
	 * the request.
	 */
	private static void shorten(Map<String, List<String>> headers) {
		int length = 0;
		for (Map.Entry<String, List<String>> header : headers.entrySet()) {
			length += lengthOf(header);
		}
		while (length > MAX_KEPT) {
			Map.Entry<String, List<String>> longest = Collections.max(headers.entrySet(),
					Comparator.comparingInt(ResponseWriter::lengthOf));
			length -= lengthOf(longest);
			headers.remove(longest.getKey());
		}
	}

	private static int lengthOf(Map.Entry<String, List<String>> header) {
		int length = 0;
		for (String value : header.getValue()) {
			length += header.getKey().length() + value.length() + 4;
		}
		return length;
	}

	private static boolean isOfTheSuccess(String header) {
		return OF_THE_SUCCESS.contains(header) || isOfTheBody(header);
	}

	/**
	 * Return whether a header tells of a body and its way, which an exception that brings
	 * headers along cannot know.
	 */
	private static boolean isOfTheTransfer(String header) {
		return OF_THE_TRANSFER.contains(header) || isOfTheBody(header);
	}

	/**
	 * Return whether a header tells of a body, unlike a content security policy.
	 */
	private static boolean isOfTheBody(String header) {
		return startsWith(header, OF_A_BODY) && !startsWith(header, OF_A_POLICY);
	}

	private static boolean startsWith(String header, String prefix) {
		return header.regionMatches(true, 0, prefix, 0, prefix.length());
	}

}
