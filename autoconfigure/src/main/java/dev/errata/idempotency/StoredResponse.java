package dev.errata.idempotency;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The stored response of a request. The body is not copied; nobody changes it.
 *
 * @param status the HTTP status
 * @param headers the headers to send again, by name
 * @param body the body, or {@code null} if it was streamed or too large to keep
 * @since 0.1.0
 */
public record StoredResponse(int status, Map<String, List<String>> headers, byte @Nullable [] body) {

	public StoredResponse {
		Assert.notNull(headers, "'headers' must not be null");
		Map<String, List<String>> copy = new LinkedHashMap<>(2 * headers.size());
		headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
		headers = Collections.unmodifiableMap(copy);
	}

	/**
	 * Read a response as a store has kept it.
	 * @param status the status
	 * @param headers what {@link #encodedHeaders()} has returned
	 * @param body the body, if it was kept
	 * @return the response
	 */
	public static StoredResponse of(int status, byte[] headers, byte @Nullable [] body) {
		Map<String, List<String>> decoded = new LinkedHashMap<>();
		try (DataInputStream input = new DataInputStream(new ByteArrayInputStream(headers))) {
			while (input.available() > 0) {
				String name = input.readUTF();
				byte[] value = input.readNBytes(input.readInt());
				decoded.computeIfAbsent(name, (key) -> new ArrayList<>())
					.add(new String(value, StandardCharsets.UTF_8));
			}
		}
		catch (IOException ex) {
			throw new IdempotencyStoreException("The stored headers cannot be read", ex);
		}
		return new StoredResponse(status, decoded, body);
	}

	/**
	 * Return the headers as bytes, for stores to keep.
	 * @return the bytes; empty if there are no headers
	 */
	public byte[] encodedHeaders() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream output = new DataOutputStream(bytes);
		this.headers.forEach((name, values) -> values.forEach((value) -> write(name, value, output)));
		return bytes.toByteArray();
	}

	private static void write(String name, String value, DataOutputStream output) {
		try {
			byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
			output.writeUTF(name);
			output.writeInt(bytes.length);
			output.write(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return whether the whole answer is there, so that it can be sent again.
	 * @return whether there is a body, if only an empty one
	 */
	public boolean isReplayable() {
		return this.body != null;
	}

	/**
	 * Return the bytes that this response needs, roughly.
	 * @return the number of bytes
	 */
	public int size() {
		int size = (this.body != null) ? this.body.length : 0;
		for (Map.Entry<String, List<String>> header : this.headers.entrySet()) {
			size += header.getKey().length();
			for (String value : header.getValue()) {
				size += value.length();
			}
		}
		return size;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof StoredResponse response && this.status == response.status
				&& this.headers.equals(response.headers) && Arrays.equals(this.body, response.body);
	}

	@Override
	public int hashCode() {
		return 31 * this.status + Arrays.hashCode(this.body);
	}

	@Override
	public String toString() {
		return this.status + ((this.body != null) ? " with " + this.body.length + " bytes" : " without its body");
	}

}
