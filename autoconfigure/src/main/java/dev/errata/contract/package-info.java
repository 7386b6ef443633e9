/**
 * Contracts: catalog, envelope, headers and request ids for a set of paths, bound from
 * {@code errata.*} and checked as a whole at start-up.
 */
@NullMarked
package dev.errata.contract;

import org.jspecify.annotations.NullMarked;
