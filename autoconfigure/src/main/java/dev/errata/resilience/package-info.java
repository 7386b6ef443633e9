/**
 * Translates exceptions of executors, rate limiters, circuit breakers, bulkheads and time
 * limiters.
 */
@NullMarked
package dev.errata.resilience;

import org.jspecify.annotations.NullMarked;
