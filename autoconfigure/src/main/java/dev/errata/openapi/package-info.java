/**
 * The errors of each operation in the description of an API.
 */
@NullMarked
package dev.errata.openapi;

import org.jspecify.annotations.NullMarked;
