package dev.errata.web.tomcat;

import java.io.IOException;

import dev.errata.contract.PathMap;
import dev.errata.limits.BodyTooLargeException;
import dev.errata.web.RequestPaths;
import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Limits request bodies of unknown length. Tomcat parses forms and multipart bodies
 * itself, past any request wrapper.
 */
final class BodyLimitValve extends ValveBase {

	private static final String COUNTED = BodyLimitValve.class.getName() + ".COUNTED";

	private final RequestPaths paths;

	private final PathMap<DataSize> limits;

	BodyLimitValve(RequestPaths paths, PathMap<DataSize> limits) {
		super(true);
		this.paths = paths;
		this.limits = limits;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		// an ASYNC dispatch passes the valve again
		if (request.getAttribute(COUNTED) == null) {
			request.setAttribute(COUNTED, true);
			count(request);
		}
		getNext().invoke(request, response);
	}

	private void count(Request request) {
		// the buffer belongs to the connection and serves many requests
		InputBuffer original = uncounted(request.getCoyoteRequest().getInputBuffer());
		DataSize max = max(request);
		request.getCoyoteRequest()
			.setInputBuffer((max != null) ? new CountingInput(original, max.toBytes()) : original);
	}

	private @Nullable DataSize max(Request request) {
		if (request.getContentLengthLong() >= 0) {
			return null;
		}
		return this.limits.find(this.paths.of(request.getRequestURI()));
	}

	/**
	 * Return the buffer behind one that counts.
	 */
	static InputBuffer uncounted(InputBuffer input) {
		return (input instanceof CountingInput counting) ? counting.input : input;
	}

	private static final class CountingInput implements InputBuffer {

		private final InputBuffer input;

		private final long max;

		private long count;

		CountingInput(InputBuffer input, long max) {
			this.input = input;
			this.max = max;
		}

		@Override
		public int doRead(ApplicationBufferHandler handler) throws IOException {
			if (this.count <= this.max) {
				int read = this.input.doRead(handler);
				this.count += Math.max(read, 0);
				if (this.count <= this.max) {
					return read;
				}
			}
			throw new BodyTooLargeException();
		}

		@Override
		public int available() {
			return this.input.available();
		}

	}

}
