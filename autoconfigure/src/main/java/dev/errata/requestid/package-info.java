/**
 * How requests are named. A leaf: generator and holder; the filter is a door.
 */
@NullMarked
package dev.errata.requestid;

import org.jspecify.annotations.NullMarked;
