/**
 * Contracts: catalog, envelope, headers and request ids for a set of paths, built from
 * {@code errata.*} at start-up.
 */
@NullMarked
package dev.errata.contract;

import org.jspecify.annotations.NullMarked;
