/**
 * Answers requests that Spring Security refuses, in the contract's envelope. The codes
 * are the same for all web stacks.
 */
@NullMarked
package dev.errata.security;

import org.jspecify.annotations.NullMarked;
