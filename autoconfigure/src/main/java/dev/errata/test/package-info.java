/**
 * Assertions for the builds of users.
 */
@NullMarked
package dev.errata.test;

import org.jspecify.annotations.NullMarked;
