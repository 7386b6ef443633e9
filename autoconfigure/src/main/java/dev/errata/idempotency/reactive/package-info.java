/**
 * Idempotency keys in a reactive application.
 */
@NullMarked
package dev.errata.idempotency.reactive;

import org.jspecify.annotations.NullMarked;
