/**
 * Errors: translates a {@link java.lang.Throwable} into an
 * {@link dev.errata.error.ApiError}.
 */
@NullMarked
package dev.errata.error;

import org.jspecify.annotations.NullMarked;
