package dev.errata.idempotency;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Who sends a request with a key.
 *
 * @param scope whose key it is, or {@code null} if nobody knows
 * @param share whose share of a store the key takes: the scope or, where nobody knows,
 * the address of the client, and of an IPv6 address the network
 * @since 0.1.0
 * @hidden
 */
public record Caller(@Nullable String scope, String share) {

	/**
	 * A client has a network of this size at least, all of whose addresses it may use.
	 */
	private static final int NETWORK_BYTES = 8;

	/**
	 * Return who sends a request.
	 * @param request the request
	 * @param scope determines whose key it is
	 * @return the caller
	 */
	public static Caller of(IdempotencyScope.Request request, IdempotencyScope scope) {
		String name = scope.scopeOf(request);
		return new Caller(name, (name != null) ? name : share(request.address()));
	}

	private static String share(@Nullable String address) {
		if (address == null || address.indexOf(':') == -1) {
			return String.valueOf(address);
		}
		try {
			// with a colon, it is an address, and nobody is asked for it
			byte[] bytes = InetAddress.getByName(address).getAddress();
			return (bytes.length > NETWORK_BYTES) ? HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES) : address;
		}
		catch (UnknownHostException ex) {
			return address;
		}
	}

}
