package dev.errata.idempotency.servlet;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;

import dev.errata.idempotency.SpooledBody;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.unit.DataSize;

/**
 * A request whose body can be read before its handler reads it. For a form or an upload
 * that is the part of it that the container has not parsed.
 */
final class CachedBodyRequestWrapper extends HttpServletRequestWrapper implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(CachedBodyRequestWrapper.class);

	private static final String FORM = "application/x-www-form-urlencoded";

	private final HttpServletResponse response;

	private final DataSize maxMemory;

	private final DataSize maxSize;

	private @Nullable SpooledBody body;

	private boolean uncached;

	private @Nullable ServletInputStream input;

	private @Nullable BufferedReader reader;

	CachedBodyRequestWrapper(HttpServletRequest request, HttpServletResponse response, DataSize maxMemory,
			DataSize maxSize) {
		super(request);
		this.response = response;
		this.maxMemory = maxMemory;
		this.maxSize = maxSize;
	}

	boolean isForm() {
		String contentType = getContentType();
		if (contentType == null || !contentType.regionMatches(true, 0, FORM, 0, FORM.length())) {
			return false;
		}
		int parameters = contentType.indexOf(';');
		return contentType.substring(FORM.length(), (parameters != -1) ? parameters : contentType.length()).isBlank();
	}

	/**
	 * Let the handler read the body itself, unless it is cached already: nobody else will
	 * read it.
	 */
	void stopCaching() {
		this.uncached = true;
	}

	@Override
	public AsyncContext startAsync() {
		// without arguments, the container would go on with the response it has made
		return startAsync(this, this.response);
	}

	/**
	 * Return the body, which is read to its end the first time.
	 */
	SpooledBody body() throws IOException {
		if (this.body == null) {
			this.body = SpooledBody.read(super.getInputStream(), this.maxMemory, this.maxSize, getContentLengthLong());
		}
		return this.body;
	}

	@Override
	public ServletInputStream getInputStream() throws IOException {
		if (this.uncached && this.body == null) {
			return super.getInputStream();
		}
		if (this.reader != null) {
			throw new IllegalStateException("getReader() has already been called for this request");
		}
		if (this.input == null) {
			this.input = new ReplayedInput(body().open());
		}
		return this.input;
	}

	@Override
	public BufferedReader getReader() throws IOException {
		if (this.uncached && this.body == null) {
			return super.getReader();
		}
		if (this.input != null) {
			throw new IllegalStateException("getInputStream() has already been called for this request");
		}
		if (this.reader == null) {
			String encoding = getCharacterEncoding();
			this.reader = new BufferedReader(
					new InputStreamReader(body().open(), (encoding != null) ? encoding : "ISO-8859-1"));
		}
		return this.reader;
	}

	@Override
	public void close() {
		close(this.input);
		close(this.reader);
		if (this.body != null) {
			this.body.close();
		}
	}

	private static void close(@Nullable Closeable closeable) {
		try {
			if (closeable != null) {
				closeable.close();
			}
		}
		catch (IOException ex) {
			logger.debug("The body of a request could not be closed", ex);
		}
	}

	private static final class ReplayedInput extends ServletInputStream {

		private final InputStream input;

		private boolean finished;

		ReplayedInput(InputStream input) {
			this.input = input;
		}

		@Override
		public int read() throws IOException {
			int value = this.input.read();
			this.finished = value < 0;
			return value;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			int read = this.input.read(bytes, offset, length);
			this.finished = read < 0;
			return read;
		}

		@Override
		public int available() throws IOException {
			return this.input.available();
		}

		@Override
		public boolean isFinished() {
			return this.finished;
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setReadListener(ReadListener listener) {
			try {
				listener.onDataAvailable();
				listener.onAllDataRead();
			}
			catch (Throwable ex) {
				listener.onError(ex);
			}
		}

		@Override
		public void close() throws IOException {
			this.input.close();
		}

	}

}
