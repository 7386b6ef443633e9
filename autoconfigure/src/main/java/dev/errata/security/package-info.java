/**
 * Answers requests that Spring Security refuses, in the contract's envelope.
 */
@NullMarked
package dev.errata.security;

import org.jspecify.annotations.NullMarked;
