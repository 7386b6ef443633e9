/**
 * Answers errors of Tomcat that never reach a servlet.
 */
@NullMarked
package dev.errata.web.servlet.tomcat;

import org.jspecify.annotations.NullMarked;
