/**
 * Limits: how large a request may be, and how long its answer may take.
 */
@NullMarked
package dev.errata.limits;

import org.jspecify.annotations.NullMarked;
