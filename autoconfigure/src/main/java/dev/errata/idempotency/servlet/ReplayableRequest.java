package dev.errata.idempotency.servlet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * A request whose body can be read before its handler reads it. Forms and uploads, which
 * the container takes apart, are left to it.
 */
final class ReplayableRequest extends HttpServletRequestWrapper implements AutoCloseable {

	private final DataSize maxMemory;

	private final DataSize maxSize;

	private @Nullable SpooledBody body;

	private @Nullable ServletInputStream input;

	private @Nullable BufferedReader reader;

	ReplayableRequest(HttpServletRequest request, DataSize maxMemory, DataSize maxSize) {
		super(request);
		this.maxMemory = maxMemory;
		this.maxSize = maxSize;
	}

	boolean isForm() {
		return isOfType("application/x-www-form-urlencoded");
	}

	private boolean isMultipart() {
		return isOfType("multipart/form-data");
	}

	private boolean isOfType(String type) {
		String contentType = getContentType();
		return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(type);
	}

	/**
	 * Return the body, which is read to its end if it has not been.
	 */
	SpooledBody body() throws IOException {
		if (this.body == null) {
			this.body = SpooledBody.read(super.getInputStream(), this.maxMemory, this.maxSize);
		}
		return this.body;
	}

	@Override
	public ServletInputStream getInputStream() throws IOException {
		if (this.body == null && (isForm() || isMultipart())) {
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
		if (this.body == null && (isForm() || isMultipart())) {
			return super.getReader();
		}
		if (this.input != null) {
			throw new IllegalStateException("getInputStream() has already been called for this request");
		}
		if (this.reader == null) {
			String encoding = getCharacterEncoding();
			Charset charset = (encoding != null) ? Charset.forName(encoding) : StandardCharsets.ISO_8859_1;
			this.reader = new BufferedReader(new InputStreamReader(body().open(), charset));
		}
		return this.reader;
	}

	@Override
	public void close() {
		try {
			if (this.input != null) {
				this.input.close();
			}
			if (this.reader != null) {
				this.reader.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			if (this.body != null) {
				this.body.close();
			}
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
