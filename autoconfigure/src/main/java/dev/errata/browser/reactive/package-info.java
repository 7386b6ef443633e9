/**
 * The catalog in a reactive application.
 */
@NullMarked
package dev.errata.browser.reactive;

import org.jspecify.annotations.NullMarked;
