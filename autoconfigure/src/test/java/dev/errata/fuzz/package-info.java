/**
 * A fuzzer: requests from a grammar, good and bad, and what has to be true of whatever
 * comes back for them.
 */
@NullMarked
package dev.errata.fuzz;

import org.jspecify.annotations.NullMarked;
