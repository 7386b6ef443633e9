/**
 * The strict reading of {@code errata.*}: what is written, where, and what is wrong with
 * it.
 */
@NullMarked
package dev.errata.properties;

import org.jspecify.annotations.NullMarked;
