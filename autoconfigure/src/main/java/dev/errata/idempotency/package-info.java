/**
 * Idempotency keys: the rules, the SPI of stores and the store in memory. Independent of
 * the web stack.
 */
@NullMarked
package dev.errata.idempotency;

import org.jspecify.annotations.NullMarked;
