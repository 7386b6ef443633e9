package dev.errata.requestid;

import java.util.HexFormat;
import java.util.UUID;

/**
 * The form of a generated request id.
 *
 * @since 0.1.0
 * @hidden
 */
public enum RequestIdStyle {

	/** A random UUID, version 4: {@code 7c0c1e9b-9c2b-4f7e-9c91-7b9c8e2c1a93}. */
	UUID("6f1c2a34-8b0d-4c5e-9f27-3a4b5c6d7e8f") {

		@Override
		String generate() {
			long high = (RandomBits.next() & 0xFFFFFFFFFFFF0FFFL) | 0x4000L;
			return new UUID(high, variant(RandomBits.next())).toString();
		}

	},

	/** A UUID that sorts by time, version 7 of RFC 9562. */
	UUID_V7("019b7a3c-5e10-7d2f-8a41-6b3c9d0e1f2a") {

		@Override
		String generate() {
			return timeOrdered().toString();
		}

	},

	/** Version 7 as 32 hexadecimal digits without dashes. */
	HEX_V7("019b7a3c5e107d2f8a416b3c9d0e1f2a") {

		@Override
		String generate() {
			UUID id = timeOrdered();
			HexFormat hex = HexFormat.of();
			return hex.toHexDigits(id.getMostSignificantBits()) + hex.toHexDigits(id.getLeastSignificantBits());
		}

	};

	private final String example;

	RequestIdStyle(String example) {
		this.example = example;
	}

	abstract String generate();

	String example() {
		return this.example;
	}

	private static UUID timeOrdered() {
		long high = (System.currentTimeMillis() << 16) | 0x7000L | (RandomBits.next() & 0x0FFFL);
		return new UUID(high, variant(RandomBits.next()));
	}

	private static long variant(long bits) {
		return (bits & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
	}

}
