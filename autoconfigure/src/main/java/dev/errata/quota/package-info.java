/**
 * Quotas: what a caller may use and has used, told by providers and written as headers.
 * It knows nothing of servlets.
 */
@NullMarked
package dev.errata.quota;

import org.jspecify.annotations.NullMarked;
