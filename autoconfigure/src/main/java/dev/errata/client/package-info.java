/**
 * The contract from the other side: what other services answer, understood in the words
 * of their own contracts.
 */
@NullMarked
package dev.errata.client;

import org.jspecify.annotations.NullMarked;
