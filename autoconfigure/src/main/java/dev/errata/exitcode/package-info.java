/**
 * Exit codes: a command-line application ends with the number of the code that it failed
 * with.
 */
@NullMarked
package dev.errata.exitcode;

import org.jspecify.annotations.NullMarked;
