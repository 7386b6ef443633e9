/**
 * Builds, runs and tests the projects that the guides show.
 */
@NullMarked
package dev.errata.guide;

import org.jspecify.annotations.NullMarked;
