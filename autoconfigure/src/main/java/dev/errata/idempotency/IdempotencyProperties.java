package dev.errata.idempotency;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Idempotency keys: a retry of a request runs nothing twice.
 *
 * @param enabled Whether requests may have an Idempotency-Key.
 * @param store Where keys and responses are stored. By default in the database or Redis
 * of the application, else in memory.
 * @param lease Time after which another may take over the key of a request whose process
 * is not heard of again. It is renewed while the request runs.
 * @param ttl Time an answer is kept.
 * @param storeTimeout Time to wait for the store.
 * @param maxMemory Size up to which the body of a request is kept in memory; a larger one
 * is kept in a file.
 * @param maxBodySize Largest body of a request with a key.
 * @param maxResponseSize Largest body of an answer that is kept to be sent again.
 * @param onStoreFailure What to do with a request with a key when the store is out of
 * reach.
 * @param onUnstoredAnswer What to do with an answer that cannot be stored after its work
 * is done.
 * @param anonymousScope Whose keys those of callers are that nobody knows.
 * @param memory Store in memory.
 * @param jdbc Store in a database.
 * @param redis Store in Redis.
 * @param rules Rules by name: contract or paths, methods, key, ttl, lease, reopen, keep
 * and on-unknown-outcome. The most specific path wins. Without rules, POST and PATCH may
 * have a key everywhere.
 * @since 0.1.0
 */
@ConfigurationProperties("errata.idempotency")
public record IdempotencyProperties(@DefaultValue("false") boolean enabled, @DefaultValue("auto") Store store,
		@DefaultValue("30s") Duration lease, @DefaultValue("24h") Duration ttl,
		@DefaultValue("2s") Duration storeTimeout, @DefaultValue("1MB") DataSize maxMemory,
		@DefaultValue("64MB") DataSize maxBodySize, @DefaultValue("1MB") DataSize maxResponseSize,
		@DefaultValue("refuse") OnStoreFailure onStoreFailure, @DefaultValue("send") OnUnstoredAnswer onUnstoredAnswer,
		@DefaultValue("shared") AnonymousScope anonymousScope, @NestedConfigurationProperty @DefaultValue Memory memory,
		@NestedConfigurationProperty @DefaultValue Jdbc jdbc, @NestedConfigurationProperty @DefaultValue Redis redis,
		@DefaultValue Map<String, Rule> rules) {

	/**
	 * The store.
	 */
	public enum Store {

		/** The one that the application has a connection to, else memory. */
		AUTO,

		/** The memory of this process, for a service of a single instance. */
		MEMORY,

		/** The database of the application. */
		JDBC,

		/** Redis. */
		REDIS

	}

	/**
	 * What to do when the store is out of reach.
	 */
	public enum OnStoreFailure {

		/** Refuse the request with 503. */
		REFUSE,

		/** Run it without protection, and mark the answer. */
		PROCEED

	}

	/**
	 * What to do with an answer that cannot be stored after its work is done.
	 */
	public enum OnUnstoredAnswer {

		/**
		 * Send it, and store it later. It is not known to a retry if the process dies
		 * before.
		 */
		SEND,

		/** Refuse with 503; a retry gets it once it is stored. */
		REFUSE

	}

	/**
	 * Whose keys those of callers are that nobody knows.
	 */
	public enum AnonymousScope {

		/** One scope for all: whoever sends a key and its request gets the answer. */
		SHARED,

		/**
		 * A scope for each address. A client whose address changes between its tries runs
		 * its request again.
		 */
		ADDRESS

	}

	/**
	 * When to create the table. These are the modes of Spring Boot, which may be absent.
	 */
	public enum InitializeSchema {

		/** Always; what is there already stays. */
		ALWAYS,

		/** In an embedded database. */
		EMBEDDED,

		/** Never. */
		NEVER

	}

	/**
	 * Whether a request needs a key.
	 */
	public enum Key {

		/** A request without a key runs without protection. */
		OPTIONAL,

		/** A request without a key is refused with 400. */
		REQUIRED

	}

	/**
	 * What to do when a process died after its work was committed and before it answered.
	 */
	public enum OnUnknownOutcome {

		/** Refuse the request with 409; nothing runs twice. */
		REFUSE,

		/** Run it again. */
		RERUN

	}

	/**
	 * Store in memory. Nobody alone gets more than half of it.
	 *
	 * @param maxKeys Number of keys to hold.
	 * @param maxSize Size of all keys and answers. By default an eighth of the heap.
	 */
	public record Memory(@DefaultValue("100000") int maxKeys, @Nullable DataSize maxSize) {
	}

	/**
	 * Store in a database.
	 *
	 * @param initializeSchema When to create the table.
	 * @param table Name of the table.
	 */
	public record Jdbc(@DefaultValue("embedded") InitializeSchema initializeSchema,
			@DefaultValue("errata_idempotency") String table) {
	}

	/**
	 * Store in Redis.
	 *
	 * @param keyPrefix What the keys in Redis begin with.
	 */
	public record Redis(@DefaultValue("errata:idempotency:") String keyPrefix) {
	}

	/**
	 * A rule for some paths.
	 *
	 * @param contract Name of the contract whose paths are meant.
	 * @param paths Paths that are meant.
	 * @param methods Methods that are meant.
	 * @param key Whether a request needs a key.
	 * @param ttl Time an answer is kept.
	 * @param lease Time after which another may take over the key.
	 * @param reopen Statuses (409), classes of statuses (5xx) and codes that free the key
	 * for the same request.
	 * @param keep Statuses, classes of statuses and codes whose answers are kept.
	 * @param onUnknownOutcome What to do when a process died after its work was committed
	 * and before it answered.
	 */
	public record Rule(@Nullable String contract, @DefaultValue List<String> paths, @DefaultValue( {
			"POST", "PATCH" }) Set<String> methods, @DefaultValue("optional") Key key, @Nullable Duration ttl,
			@Nullable Duration lease, @DefaultValue Set<String> reopen, @DefaultValue Set<String> keep,
			@DefaultValue("refuse") OnUnknownOutcome onUnknownOutcome){

		public Rule {
			methods = new LinkedHashSet<>(methods);
		}

	}

}
