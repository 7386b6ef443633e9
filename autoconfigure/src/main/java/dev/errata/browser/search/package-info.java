/**
 * Finds codes in what people type and paste.
 */
@NullMarked
package dev.errata.browser.search;

import org.jspecify.annotations.NullMarked;
