/**
 * Idempotency keys in Redis.
 */
@NullMarked
package dev.errata.idempotency.redis;

import org.jspecify.annotations.NullMarked;
