package dev.errata.web.jetty;

import dev.errata.contract.PathMap;
import dev.errata.limits.BodyTooLargeException;
import dev.errata.web.RequestPaths;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Limits request bodies of unknown length. Jetty parses forms and multipart bodies
 * itself, past any request wrapper.
 */
final class BodyLimitHandler extends Handler.Wrapper {

	private final PathMap<DataSize> limits;

	private final RequestPaths paths;

	BodyLimitHandler(PathMap<DataSize> limits, RequestPaths paths) {
		this.limits = limits;
		this.paths = paths;
	}

	@Override
	public boolean handle(Request request, Response response, Callback callback) throws Exception {
		DataSize max = request.getHeaders().contains(HttpHeader.CONTENT_LENGTH) ? null
				: this.limits.find(this.paths.of(request.getHttpURI().getPath()));
		return super.handle((max != null) ? new CountingRequest(request, max.toBytes()) : request, response, callback);
	}

	private static final class CountingRequest extends Request.Wrapper {

		private final long max;

		private long count;

		private Content.@Nullable Chunk failure;

		CountingRequest(Request request, long max) {
			super(request);
			this.max = max;
		}

		@Override
		public Content.@Nullable Chunk read() {
			if (this.failure != null) {
				return this.failure;
			}
			Content.Chunk chunk = super.read();
			if (chunk == null || Content.Chunk.isFailure(chunk)) {
				return chunk;
			}
			this.count += chunk.remaining();
			if (this.count <= this.max) {
				return chunk;
			}
			chunk.release();
			this.failure = Content.Chunk.from(new BodyTooLargeException(), true);
			return this.failure;
		}

	}

}
