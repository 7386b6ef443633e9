/**
 * Idempotency keys in a database, and the transaction that commits only while its claim
 * holds.
 */
@NullMarked
package dev.errata.idempotency.jdbc;

import org.jspecify.annotations.NullMarked;
