/**
 * Texts with placeholders, whatever they are about: parsed at start-up, filled for every
 * answer, and read back.
 */
@NullMarked
package dev.errata.template;

import org.jspecify.annotations.NullMarked;
