/**
 * The catalog as something to look at.
 */
@NullMarked
package dev.errata.browser;

import org.jspecify.annotations.NullMarked;
