/**
 * Calls with a time limit.
 */
@NullMarked
package dev.errata.time;

import org.jspecify.annotations.NullMarked;
