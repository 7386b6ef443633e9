package dev.errata.idempotency.redis;

import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Warns if Redis may evict records before they expire, so that requests would run again.
 * It looks once, on a thread of its own; if Redis is out of reach, again after the next
 * call that has succeeded.
 */
class EvictionCheck {

	private static final Logger logger = LoggerFactory.getLogger(EvictionCheck.class);

	private static final int MAX_FAILURES = 5;

	private final RedisConnectionFactory connectionFactory;

	private final AtomicBoolean pending = new AtomicBoolean(true);

	private int failures;

	EvictionCheck(RedisConnectionFactory connectionFactory) {
		this.connectionFactory = connectionFactory;
	}

	/**
	 * Have a look, unless that was done.
	 */
	void start() {
		if (this.pending.get() && this.pending.compareAndSet(true, false)) {
			Thread thread = new Thread(this::look, "errata-redis-eviction-check");
			thread.setDaemon(true);
			thread.start();
		}
	}

	private void look() {
		// INFO, for managed services forbid CONFIG
		try (RedisConnection connection = this.connectionFactory.getConnection()) {
			Properties memory = connection.serverCommands().info("memory");
			if (memory != null) {
				report(memory);
			}
		}
		catch (DataAccessResourceFailureException | QueryTimeoutException ex) {
			// a cluster may be without one of its nodes for long
			if (++this.failures < MAX_FAILURES) {
				this.pending.set(true);
			}
		}
		catch (DataAccessException ex) {
			logger.info(
					"Cannot determine whether Redis evicts keys; idempotency keys require maxmemory-policy noeviction");
		}
		catch (RuntimeException ex) {
			logger.debug("The application is closing", ex);
		}
	}

	private void report(Properties memory) {
		for (String name : memory.stringPropertyNames()) {
			// a cluster puts the name of the node before it
			if (name.endsWith("maxmemory_policy")) {
				String policy = memory.getProperty(name);
				String limit = memory.getProperty(name.replace("maxmemory_policy", "maxmemory"), "");
				if (!policy.equals("noeviction") && !limit.equals("0")) {
					logger.warn("Redis may evict idempotency keys before they expire, so that their requests would run "
							+ "again: maxmemory-policy is {}. Set it to noeviction.", policy);
					return;
				}
			}
		}
	}

}
