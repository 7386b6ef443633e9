/**
 * What went wrong: from a {@link java.lang.Throwable} to a
 * {@link dev.errata.error.ApiError}.
 */
@NullMarked
package dev.errata.error;

import org.jspecify.annotations.NullMarked;
