/**
 * Filters that answer what Spring Security refuses in a servlet application.
 */
@NullMarked
package dev.errata.security.servlet;

import org.jspecify.annotations.NullMarked;
