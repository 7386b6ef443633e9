/**
 * What guards of the service turn away: limits, breakers, bulkheads and time-outs.
 */
@NullMarked
package dev.errata.resilience;

import org.jspecify.annotations.NullMarked;
