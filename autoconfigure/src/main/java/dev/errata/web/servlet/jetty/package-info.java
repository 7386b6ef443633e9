/**
 * Answers errors of Jetty that never reach a servlet.
 */
@NullMarked
package dev.errata.web.servlet.jetty;

import org.jspecify.annotations.NullMarked;
