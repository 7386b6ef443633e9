package dev.errata.idempotency.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.connection.RedisScriptingCommands;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.util.Assert;

/**
 * A script for a single key. Redis is sent its digest, and the script itself only where
 * it does not know it yet.
 *
 * @param source the script
 * @param digest its digest
 */
record LuaScript(byte[] source, String digest) {

	/**
	 * Read a script.
	 * @param name the name of its file
	 * @return the script
	 */
	static LuaScript named(String name) {
		DefaultRedisScript<?> script = new DefaultRedisScript<>();
		script.setLocation(new ClassPathResource(name + ".lua", LuaScript.class));
		return new LuaScript(script.getScriptAsString().getBytes(StandardCharsets.UTF_8), script.getSha1());
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
