/**
 * Answers errors in a servlet application: those of handlers, filters and the container.
 */
@NullMarked
package dev.errata.web.servlet;

import org.jspecify.annotations.NullMarked;
