/**
 * One run for every {@code Idempotency-Key}: the rule, the specification of the store,
 * and the store in memory. It knows no doors.
 */
@NullMarked
package dev.errata.idempotency;

import org.jspecify.annotations.NullMarked;
