/**
 * What Jackson finds wrong with a body, and the names it gives to properties.
 */
@NullMarked
package dev.errata.jackson;

import org.jspecify.annotations.NullMarked;
