/**
 * The door of limits in a servlet application.
 */
@NullMarked
package dev.errata.limits.servlet;

import org.jspecify.annotations.NullMarked;
