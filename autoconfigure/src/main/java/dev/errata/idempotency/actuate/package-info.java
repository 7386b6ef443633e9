/**
 * Idempotency keys as seen by those who run the service.
 */
@NullMarked
package dev.errata.idempotency.actuate;

import org.jspecify.annotations.NullMarked;
