package dev.errata.web.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

import dev.errata.envelope.LastEvent;
import dev.errata.web.ContractExchange;
import dev.errata.web.ErrorAnswer;
import dev.errata.web.ErrorFunnel;
import dev.errata.web.OpenStream;
import dev.errata.web.StreamFormat;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;

/**
 * Writes an answer as the last event of a stream that has failed after its beginning, and
 * lets the stream end.
 */
final class LastEventWriter {

	private static final Logger logger = LoggerFactory.getLogger(LastEventWriter.class);

	private LastEventWriter() {
	}

	/**
	 * Begin the end of a stream: from now on, no other thread can write to it.
	 * @return whether the response is a stream that can get a last event
	 */
	static boolean begin(ContractExchange exchange, HttpServletRequest request, HttpServletResponse response) {
		return exchange.contract().lastEvent() != null && StreamFormat.of(response.getContentType()) != null
				&& request.getDispatcherType() != DispatcherType.INCLUDE
				&& !response.containsHeader(HttpHeaders.CONTENT_LENGTH)
				&& (exchange.stream() == null || exchange.stream().close());
	}

	/**
	 * Write an answer as the last event.
	 * @return whether it is written; if not, the response has to be aborted
	 */
	static boolean write(ErrorAnswer answer, ContractExchange exchange, HttpServletRequest request,
			HttpServletResponse response) {
		LastEvent event = exchange.contract().lastEvent();
		StreamFormat format = StreamFormat.of(response.getContentType());
		OpenStream stream = exchange.stream();
		if (event == null || format == null) {
			return false;
		}
		byte[] bytes = format.last(event.event(), ErrorFunnel.lastEvent(answer, event), stream);
		if (bytes == null || !send(bytes, response)) {
			return false;
		}
		if (stream != null) {
			stream.markEnded();
		}
		endAsync(request);
		return true;
	}

	private static boolean send(byte[] bytes, HttpServletResponse response) {
		try {
			PrintWriter writer = writer(response);
			if (writer == null) {
				response.getOutputStream().write(bytes);
				return true;
			}
			writer.write(new String(bytes, StandardCharsets.UTF_8));
			return !writer.checkError();
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("The last event of a stream could not be written", ex);
			return false;
		}
	}

	/**
	 * Return the writer of a response if the handler has used it, or {@code null}.
	 */
	private static @Nullable PrintWriter writer(HttpServletResponse response) throws IOException {
		try {
			response.getOutputStream();
			return null;
		}
		catch (IllegalStateException ex) {
			return response.getWriter();
		}
	}

	/**
	 * Complete asynchronous processing that was started before the failure. Nobody else
	 * would.
	 */
	private static void endAsync(HttpServletRequest request) {
		try {
			if (request.isAsyncStarted()) {
				request.getAsyncContext().complete();
			}
		}
		catch (IllegalStateException ex) {
			// it has completed or dispatched in the meantime
		}
	}

}
