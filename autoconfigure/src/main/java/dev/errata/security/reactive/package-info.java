/**
 * Filters that answer what Spring Security refuses in a reactive application.
 */
@NullMarked
package dev.errata.security.reactive;

import org.jspecify.annotations.NullMarked;
