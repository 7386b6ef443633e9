/**
 * Quota headers in the responses of reactive applications.
 */
@NullMarked
package dev.errata.quota.reactive;

import org.jspecify.annotations.NullMarked;
