/**
 * Invalid input in the client's words: binding results and bean validation.
 */
@NullMarked
package dev.errata.validation;

import org.jspecify.annotations.NullMarked;
