/**
 * Translates exceptions of calls to other services. Nothing of their responses is sent
 * on.
 */
@NullMarked
package dev.errata.outbound;

import org.jspecify.annotations.NullMarked;
