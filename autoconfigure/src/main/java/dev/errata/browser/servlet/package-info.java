/**
 * The catalog in a servlet application.
 */
@NullMarked
package dev.errata.browser.servlet;

import org.jspecify.annotations.NullMarked;
