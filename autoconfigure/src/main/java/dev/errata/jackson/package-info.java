/**
 * Translates the exceptions of Jackson, and knows the JSON names of properties.
 */
@NullMarked
package dev.errata.jackson;

import org.jspecify.annotations.NullMarked;
