/**
 * How an error looks: from an {@link dev.errata.error.ApiError} to bytes and headers, and
 * back.
 */
@NullMarked
package dev.errata.envelope;

import org.jspecify.annotations.NullMarked;
