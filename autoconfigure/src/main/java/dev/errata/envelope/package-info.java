/**
 * Documents and headers of errors: rendered from an {@link dev.errata.error.ApiError},
 * and read back.
 */
@NullMarked
package dev.errata.envelope;

import org.jspecify.annotations.NullMarked;
