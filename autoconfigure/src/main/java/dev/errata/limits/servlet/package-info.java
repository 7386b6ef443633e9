/**
 * Limits on the requests of servlet applications.
 */
@NullMarked
package dev.errata.limits.servlet;

import org.jspecify.annotations.NullMarked;
