/**
 * Limits of requests to a reactive application.
 */
@NullMarked
package dev.errata.limits.reactive;

import org.jspecify.annotations.NullMarked;
