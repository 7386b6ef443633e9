package dev.errata.idempotency.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisScriptingCommands;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.util.Assert;

/**
 * A script for a single key. Redis is sent its digest, and the script itself only where
 * it does not know it yet.
 *
 * @param source the script
 * @param digest its digest
 */
record RedisScript(byte[] source, String digest) {

	/**
	 * Read a script.
	 * @param name the name of its file
	 * @return the script
	 */
	static RedisScript named(String name) {
		try (InputStream input = RedisScript.class.getResourceAsStream(name + ".lua")) {
			Assert.state(input != null, () -> "The script '" + name + "' is missing");
			byte[] source = input.readAllBytes();
			return new RedisScript(source, HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Run this script.
	 * @param commands where to run it
	 * @param keyAndArguments the key and what comes with it
	 * @return the reply
	 */
	List<?> run(RedisScriptingCommands commands, byte[]... keyAndArguments) {
		List<?> reply;
		try {
			reply = commands.evalSha(this.digest, ReturnType.MULTI, 1, keyAndArguments);
		}
		catch (RuntimeException ex) {
			if (!isUnknown(ex)) {
				throw ex;
			}
			reply = commands.eval(this.source, ReturnType.MULTI, 1, keyAndArguments);
		}
		Assert.state(reply != null, "There is no reply");
		return reply;
	}

	private static boolean isUnknown(@Nullable Throwable exception) {
		Throwable candidate = exception;
		for (int i = 0; i < 10 && candidate != null; i++) {
			String message = candidate.getMessage();
			if (message != null && message.contains("NOSCRIPT")) {
				return true;
			}
			candidate = candidate.getCause();
		}
		return false;
	}

}
