/**
 * The door of Tomcat, for what never reaches a servlet.
 */
@NullMarked
package dev.errata.web.servlet.tomcat;

import org.jspecify.annotations.NullMarked;
