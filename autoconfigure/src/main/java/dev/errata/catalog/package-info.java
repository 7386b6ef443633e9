/**
 * Codes: the catalog of a contract and the standard codes of the platform.
 */
@NullMarked
package dev.errata.catalog;

import org.jspecify.annotations.NullMarked;
