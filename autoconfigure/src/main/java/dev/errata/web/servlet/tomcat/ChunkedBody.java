package dev.errata.web.servlet.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;

import dev.errata.web.servlet.UnreadBody;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * A body without a length. Tomcat tells that it closes the connection where too much of a
 * body is left, but of such a body it does not know before it has answered.
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
		// what is too large for the application is not for this
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
	 * Return whether the body may end with what has arrived. Otherwise Tomcat would wait
	 * for the rest of a line of which it has read a part, and the answer with it.
	 */
	private static boolean mayEnd(InputBuffer input) {
		ByteBuffer arrived = (input instanceof ApplicationBufferHandler handler) ? handler.getByteBuffer() : null;
		if (arrived == null || arrived.limit() == arrived.capacity()) {
			return true;
		}
		// what is read from it stays in it
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
