package dev.errata.idempotency;

import java.util.Arrays;
import java.util.HexFormat;

import org.springframework.util.Assert;

/**
 * A digest that stands for something longer: a few dozen bytes that disclose nothing.
 *
 * @since 0.1.0
 */
public final class Digest {

	private final byte[] bytes;

	/**
	 * Create a digest of bytes that nobody changes.
	 */
	Digest(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * Create a digest of the given bytes.
	 * @param bytes the bytes, 64 at most; they are copied
	 * @return the digest
	 */
	public static Digest of(byte[] bytes) {
		Assert.isTrue(bytes.length > 0 && bytes.length <= 64, "'bytes' must be 1 to 64");
		return new Digest(bytes.clone());
	}

	/**
	 * Return the bytes.
	 * @return a copy
	 */
	public byte[] bytes() {
		return this.bytes.clone();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Digest digest && Arrays.equals(this.bytes, digest.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

	/**
	 * Return the bytes in hexadecimal digits.
	 */
	@Override
	public String toString() {
		return HexFormat.of().formatHex(this.bytes);
	}

}
