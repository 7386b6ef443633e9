/**
 * The door of Jetty, for what never reaches a servlet.
 */
@NullMarked
package dev.errata.web.servlet.jetty;

import org.jspecify.annotations.NullMarked;
