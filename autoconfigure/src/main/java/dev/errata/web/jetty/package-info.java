/**
 * Answers errors of Jetty that never reach a servlet.
 */
@NullMarked
package dev.errata.web.jetty;

import org.jspecify.annotations.NullMarked;
