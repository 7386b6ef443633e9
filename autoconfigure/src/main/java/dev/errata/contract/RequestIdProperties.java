package dev.errata.contract;

import dev.errata.requestid.RequestIdPolicy;
import dev.errata.requestid.RequestIdStyle;
import org.jspecify.annotations.Nullable;

/**
 * Request ids of a contract.
 *
 * @param header Header that carries the request id in requests and responses.
 * @param style Form of a generated id.
 * @param prefix Text before a generated id.
 * @param accept Whether to use a well-formed id that the caller sends.
 */
record RequestIdProperties(@Nullable String header, @Nullable RequestIdStyle style, @Nullable String prefix,
		@Nullable Boolean accept) {

	static final RequestIdPolicy DEFAULT = new RequestIdPolicy("X-Request-Id", RequestIdStyle.UUID, "", true);

	static RequestIdPolicy over(RequestIdPolicy inherited, @Nullable RequestIdProperties properties) {
		if (properties == null) {
			return inherited;
		}
		return new RequestIdPolicy((properties.header != null) ? properties.header : inherited.header(),
				(properties.style != null) ? properties.style : inherited.style(),
				(properties.prefix != null) ? properties.prefix : inherited.prefix(),
				(properties.accept != null) ? properties.accept : inherited.accept());
	}

}
