/**
 * Quota headers on the responses of servlet applications.
 */
@NullMarked
package dev.errata.quota.servlet;

import org.jspecify.annotations.NullMarked;
