/**
 * Idempotency keys in servlet applications: a filter that buffers request and response,
 * and an interceptor that decides whether the request runs.
 */
@NullMarked
package dev.errata.idempotency.servlet;

import org.jspecify.annotations.NullMarked;
