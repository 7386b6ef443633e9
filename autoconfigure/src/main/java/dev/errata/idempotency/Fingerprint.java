package dev.errata.idempotency;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Takes the fingerprint of a request: a version, then the SHA-256 over its parts, each
 * with its length before it, so that no two requests have the same one. The body is a
 * part by its own SHA-256, which is taken as it arrives if it is too large for memory.
 *
 * @since 0.1.0
 * @hidden
 */
public final class Fingerprint {

	private static final byte VERSION = 1;

	private static final MessageDigest SHA256 = newSha256();

	private static final int BUFFER_SIZE = 8192;

	/** Enough for what most requests add. */
	private static final int PENDING_SIZE = 160;

	/** That of a thread, for what is hashed at once. */
	private static final ThreadLocal<MessageDigest> OF_THREAD = ThreadLocal.withInitial(Fingerprint::sha256);

	/** Bytes that the digest does not have yet. */
	private final byte[] pending = new byte[PENDING_SIZE];

	private int count;

	/** That of the bytes before them; there is none while all bytes are pending. */
	private @Nullable MessageDigest digest;

	/**
	 * Add a part.
	 * @param part the part; one that is absent differs from an empty one
	 * @return this fingerprint
	 */
	public Fingerprint add(@Nullable String part) {
		if (part == null) {
			addLength(-1);
			return this;
		}
		if (!isAscii(part)) {
			return add(part.getBytes(StandardCharsets.UTF_8));
		}
		addLength(part.length());
		for (int i = 0; i < part.length(); i++) {
			update((byte) part.charAt(i));
		}
		return this;
	}

	private static boolean isAscii(String part) {
		for (int i = 0; i < part.length(); i++) {
			if (part.charAt(i) >= 0x80) {
				return false;
			}
		}
		return true;
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
			update(buffer, 0, n);
		}
		return this;
	}

	/**
	 * Add a body as received.
	 * @param body the body
	 * @return this fingerprint
	 */
	public Fingerprint add(SpooledBody body) {
		return add(body.digest());
	}

	private Fingerprint add(byte[] part) {
		addLength(part.length);
		update(part, 0, part.length);
		return this;
	}

	/**
	 * Add the parameters of a form, those of the query among them.
	 * @param parameters the parameters by name
	 * @return this fingerprint
	 */
	public Fingerprint addForm(Map<String, String[]> parameters) {
		add("form");
		new TreeMap<>(parameters).forEach((name, values) -> {
			add(name).add(Integer.toString(values.length));
			for (String value : values) {
				add(value);
			}
		});
		return this;
	}

	/**
	 * Add the beginning of an upload, before its {@linkplain #addPart parts}: clients
	 * make up a new boundary each time.
	 * @return this fingerprint
	 */
	public Fingerprint addUpload() {
		return add("multipart");
	}

	/**
	 * Add a part of an upload, before its content.
	 * @param name the name of the part
	 * @param file the name of its file
	 * @param contentType its content type
	 * @return this fingerprint
	 */
	public Fingerprint addPart(@Nullable String name, @Nullable String file, @Nullable String contentType) {
		return add(name).add(file).add(contentType);
	}

	/**
	 * Add the length of a part, before its {@linkplain #addBytes bytes}.
	 * @param length its length in bytes
	 */
	public void addLength(long length) {
		for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
			update((byte) (length >>> shift));
		}
	}

	/**
	 * Add the next bytes of a part, whose {@linkplain #addLength length} is known.
	 * @param bytes the bytes
	 */
	public void addBytes(ByteBuffer bytes) {
		flush().update(bytes);
	}

	private void update(byte next) {
		if (this.count == this.pending.length) {
			flush();
		}
		this.pending[this.count++] = next;
	}

	private void update(byte[] bytes, int offset, int length) {
		if (length <= this.pending.length - this.count) {
			System.arraycopy(bytes, offset, this.pending, this.count, length);
			this.count += length;
		}
		else {
			flush().update(bytes, offset, length);
		}
	}

	/**
	 * Return the digest, after it got the pending bytes.
	 */
	private MessageDigest flush() {
		if (this.digest == null) {
			this.digest = sha256();
		}
		this.digest.update(this.pending, 0, this.count);
		this.count = 0;
		return this.digest;
	}

	private byte[] hash() {
		return (this.digest != null) ? flush().digest() : hash(this.pending, this.count);
	}

	/**
	 * Return the fingerprint.
	 * @return version and digest, 33 bytes
	 */
	public Digest toDigest() {
		byte[] hash = hash();
		byte[] fingerprint = new byte[1 + hash.length];
		fingerprint[0] = VERSION;
		System.arraycopy(hash, 0, fingerprint, 1, hash.length);
		return new Digest(fingerprint);
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
		return new Digest(id.hash());
	}

	/**
	 * Return the SHA-256 of what is in memory.
	 */
	static byte[] hash(byte[] bytes, int length) {
		MessageDigest digest = OF_THREAD.get();
		digest.update(bytes, 0, length);
		return digest.digest();
	}

	/**
	 * Return a new SHA-256. A copy of one that is there takes a fraction of looking for
	 * one.
	 */
	static MessageDigest sha256() {
		try {
			return (MessageDigest) SHA256.clone();
		}
		catch (CloneNotSupportedException ex) {
			return newSha256();
		}
	}

	private static MessageDigest newSha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
