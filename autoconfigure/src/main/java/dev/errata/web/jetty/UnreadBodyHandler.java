package dev.errata.web.jetty;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Discards the unread rest of a request body before the response is sent, not after it.
 * If there is more than Jetty can discard, it closes the connection, and the response
 * announces that.
 */
final class UnreadBodyHandler extends Handler.Wrapper {

	@Override
	public boolean handle(Request request, Response response, Callback callback) throws Exception {
		if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
				&& (request.getHeaders().contains(HttpHeader.CONTENT_LENGTH)
						|| request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
						|| request.getHeaders().contains(HttpHeader.CONTENT_TYPE))) {
			request.addHttpStreamWrapper((stream) -> new Stream(stream, request));
		}
		return super.handle(request, response, callback);
	}

	private static final class Stream extends HttpStream.Wrapper {

		private final Request request;

		Stream(HttpStream stream, Request request) {
			super(stream);
			this.request = request;
		}

		@Override
		public void send(MetaData.Request request, MetaData.@Nullable Response response, boolean last,
				@Nullable ByteBuffer content, Callback callback) {
			// a handler may read the body while it responds, unless it responds with an
			// error
			if (response != null && (last || response.getStatus() >= HttpStatus.BAD_REQUEST_400)) {
				consumeAvailable();
			}
			if (response != null && response.getStatus() >= HttpStatus.BAD_REQUEST_400) {
				forgetBrokenParts();
			}
			super.send(request, response, last, content, callback);
		}

		/**
		 * Remove multipart data that could not be parsed. Jetty deletes the parts at the
		 * end of a request, and closes the connection if this fails.
		 */
		private void forgetBrokenParts() {
			String parts = MultiPartFormData.class.getName();
			if (this.request.getAttribute(parts) instanceof CompletableFuture<?> future
					&& future.isCompletedExceptionally()) {
				this.request.removeAttribute(parts);
			}
		}

	}

}
