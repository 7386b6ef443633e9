/**
 * Answers errors of Tomcat that never reach a servlet.
 */
@NullMarked
package dev.errata.web.tomcat;

import org.jspecify.annotations.NullMarked;
