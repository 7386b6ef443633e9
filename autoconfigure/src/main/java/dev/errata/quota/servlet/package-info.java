/**
 * The door of quotas in a servlet application.
 */
@NullMarked
package dev.errata.quota.servlet;

import org.jspecify.annotations.NullMarked;
