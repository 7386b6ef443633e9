package dev.errata.requestid;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The rules for the request ids of a contract.
 *
 * @param header the header that carries the id, in the request and in the response
 * @param style the form of a generated id
 * @param prefix what stands before a generated id
 * @param accept whether the id of the caller is taken over, if it is well-formed: 1 to
 * 128 letters, digits, dots, underscores and dashes
 * @since 0.1.0
 * @hidden
 */
public record RequestIdPolicy(String header, RequestIdStyle style, String prefix, boolean accept) {

	private static final int MAX_LENGTH = 128;

	public RequestIdPolicy {
		Assert.hasText(header, "'header' must not be empty");
		Assert.notNull(style, "'style' must not be null");
		Assert.notNull(prefix, "'prefix' must not be null");
	}

	/**
	 * Return the id of a request.
	 * @param offered what the caller sent in the header, or {@code null}
	 * @return the caller's id where it is accepted, else a new one
	 */
	public String idFor(@Nullable String offered) {
		if (this.accept && offered != null && isWellFormed(offered)) {
			return offered;
		}
		String id = this.style.generate();
		return this.prefix.isEmpty() ? id : this.prefix + id;
	}

	/**
	 * Return an example of a generated id, for descriptions.
	 * @return the id, always the same
	 */
	public String exampleId() {
		return this.prefix + this.style.example();
	}

	/**
	 * Return whether a text may be a request id, whoever made it up.
	 * @param id the text
	 * @return whether it is 1 to 128 letters, digits, dots, underscores and dashes
	 */
	public static boolean isWellFormed(String id) {
		if (id.isEmpty() || id.length() > MAX_LENGTH) {
			return false;
		}
		for (int i = 0; i < id.length(); i++) {
			char c = id.charAt(i);
			boolean allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.'
					|| c == '_' || c == '-';
			if (!allowed) {
				return false;
			}
		}
		return true;
	}

}
