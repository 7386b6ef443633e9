/**
 * What goes wrong when this service calls another one. Nothing of the other's answer
 * passes through.
 */
@NullMarked
package dev.errata.outbound;

import org.jspecify.annotations.NullMarked;
