/**
 * The catalog as pages and as data.
 */
@NullMarked
package dev.errata.browser;

import org.jspecify.annotations.NullMarked;
