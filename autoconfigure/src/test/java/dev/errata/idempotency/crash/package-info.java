/**
 * Processes that die, stop and lose touch while they hold a key.
 */
@NullMarked
package dev.errata.idempotency.crash;

import org.jspecify.annotations.NullMarked;
