/**
 * Calls that nobody waits for longer than they may take.
 */
@NullMarked
package dev.errata.time;

import org.jspecify.annotations.NullMarked;
