package dev.errata.web.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;

import dev.errata.web.servlet.UnreadBody;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * The body of a chunked request. Tomcat announces that it closes the connection if too
 * much of a body is unread, but for a chunked body it finds out after the response.
 */
final class ChunkedBody implements UnreadBody, ApplicationBufferHandler {

	private static final int MAX_READS = 16;

	private static final byte[] END = { '\r', '\n', '\r', '\n' };

	private final Request request;

	private @Nullable ByteBuffer buffer;

	ChunkedBody(Request request) {
		this.request = request;
	}

	/**
	 * Return whether the body of a request has no length.
	 */
	static boolean isOf(org.apache.catalina.connector.Request request) {
		return !"GET".equals(request.getMethod()) && request.getHeader("Transfer-Encoding") != null
				&& request.getProtocol().startsWith("HTTP/1");
	}

	@Override
	public boolean isLeft() {
		// neither the limit nor the exception for the application applies here
		InputBuffer input = BadRequestInputBuffer.unwatched(BodyLimitValve.uncounted(this.request.getInputBuffer()));
		try {
			for (int i = 0; i < MAX_READS && !this.request.isFinished() && input.available() > 0; i++) {
				if (!mayEnd(input)) {
					return true;
				}
				input.doRead(this);
			}
			return !this.request.isFinished();
		}
		catch (IOException ex) {
			return true;
		}
	}

	/**
	 * Return whether the body may end with the data that has arrived. Otherwise Tomcat
	 * would wait for the rest of a partial line before it responds.
	 */
	private static boolean mayEnd(InputBuffer input) {
		ByteBuffer arrived = (input instanceof ApplicationBufferHandler handler) ? handler.getByteBuffer() : null;
		if (arrived == null || arrived.limit() == arrived.capacity()) {
			return true;
		}
		// reading does not remove data from the buffer
		int start = arrived.limit() - END.length;
		for (int i = 0; i < END.length; i++) {
			if (start < 0 || arrived.get(start + i) != END[i]) {
				return false;
			}
		}
		return true;
	}

	@Override
	public void setByteBuffer(@Nullable ByteBuffer buffer) {
		this.buffer = buffer;
	}

	@Override
	public @Nullable ByteBuffer getByteBuffer() {
		return this.buffer;
	}

	@Override
	public void expand(int size) {
	}

}
