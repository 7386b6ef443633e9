/**
 * The doors of a servlet application. They are thin: each hands over to the funnel and
 * writes what comes back.
 */
@NullMarked
package dev.errata.web.servlet;

import org.jspecify.annotations.NullMarked;
