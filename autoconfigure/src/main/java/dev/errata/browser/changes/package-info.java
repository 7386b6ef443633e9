/**
 * What has changed between the versions of a service.
 */
@NullMarked
package dev.errata.browser.changes;

import org.jspecify.annotations.NullMarked;
