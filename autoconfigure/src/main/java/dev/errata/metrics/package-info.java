/**
 * Errors and idempotency keys in numbers: listeners, and nothing else.
 */
@NullMarked
package dev.errata.metrics;

import org.jspecify.annotations.NullMarked;
