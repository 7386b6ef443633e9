/**
 * Turns failures of requests into answers, independent of the web stack.
 */
@NullMarked
package dev.errata.web;

import org.jspecify.annotations.NullMarked;
