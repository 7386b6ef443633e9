package dev.errata.web.servlet.jetty;

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
 * Has Jetty throw away what nobody has read of a body before the answer leaves, rather
 * than afterwards: where that is more than it can, it closes the connection, and the
 * answer says so.
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
			// whoever begins to answer a request may still read it, unless it has failed
			if (response != null && (last || response.getStatus() >= HttpStatus.BAD_REQUEST_400)) {
				consumeAvailable();
			}
			if (response != null && response.getStatus() >= HttpStatus.BAD_REQUEST_400) {
				forgetBrokenParts();
			}
			super.send(request, response, last, content, callback);
		}

		/**
		 * Jetty looks for parts to delete when a request is over, and closes the
		 * connection over those that could not be read.
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
