package dev.errata.idempotency;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import org.jspecify.annotations.Nullable;

/**
 * Takes the fingerprint of a request: a version, then the SHA-256 over its parts, each
 * with its length before it, so that no two requests have the same one.
 *
 * @since 0.1.0
 * @hidden
 */
public final class Fingerprint {

	private static final byte VERSION = 1;

	private static final int BUFFER_SIZE = 8192;

	private final MessageDigest digest = sha256();

	/**
	 * Add a part.
	 * @param part the part; one that is absent differs from an empty one
	 * @return this fingerprint
	 */
	public Fingerprint add(@Nullable String part) {
		if (part == null) {
			this.digest.update(ByteBuffer.allocate(Long.BYTES).putLong(-1).array());
			return this;
		}
		byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
		addLength(bytes.length);
		this.digest.update(bytes);
		return this;
	}

	/**
	 * Add a part that is read to its end.
	 * @param part the part
	 * @param length its length in bytes
	 * @return this fingerprint
	 * @throws IOException if it cannot be read
	 */
	public Fingerprint add(InputStream part, long length) throws IOException {
		addLength(length);
		byte[] buffer = new byte[(int) Math.min(BUFFER_SIZE, length + 1)];
		for (int n = part.read(buffer); n >= 0; n = part.read(buffer)) {
			this.digest.update(buffer, 0, n);
		}
		return this;
	}

	private void addLength(long length) {
		this.digest.update(ByteBuffer.allocate(Long.BYTES).putLong(length).array());
	}

	/**
	 * Return the fingerprint.
	 * @return version and digest, 33 bytes
	 */
	public Digest toDigest() {
		byte[] hash = this.digest.digest();
		return Digest.of(ByteBuffer.allocate(1 + hash.length).put(VERSION).put(hash).array());
	}

	/**
	 * Return the id of a record: a digest of fixed length that does not reveal its input.
	 */
	static Digest recordId(@Nullable String... parts) {
		Fingerprint id = new Fingerprint();
		for (@Nullable
		String part : parts) {
			id.add(part);
		}
		return Digest.of(id.digest.digest());
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
