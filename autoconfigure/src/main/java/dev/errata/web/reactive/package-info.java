/**
 * Where failures are seen in a reactive application: around the whole of it, around its
 * handlers, and in its exception handling.
 */
@NullMarked
package dev.errata.web.reactive;

import org.jspecify.annotations.NullMarked;
