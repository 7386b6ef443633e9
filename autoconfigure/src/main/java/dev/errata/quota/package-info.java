/**
 * Quotas: what a caller may use and has used, returned by providers and sent as headers.
 * It knows nothing of servlets.
 */
@NullMarked
package dev.errata.quota;

import org.jspecify.annotations.NullMarked;
