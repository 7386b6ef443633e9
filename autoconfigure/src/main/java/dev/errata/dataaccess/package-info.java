/**
 * What Spring's data access reports, whatever the database behind it.
 */
@NullMarked
package dev.errata.dataaccess;

import org.jspecify.annotations.NullMarked;
