/**
 * The door of idempotency keys to a servlet application: a filter that owns the bytes and
 * an interceptor that decides.
 */
@NullMarked
package dev.errata.idempotency.servlet;

import org.jspecify.annotations.NullMarked;
