/**
 * Meters for errors, idempotency keys and calls of other services.
 */
@NullMarked
package dev.errata.metrics;

import org.jspecify.annotations.NullMarked;
