/**
 * Translates the exceptions of Spring's data access, JPA and JDBC.
 */
@NullMarked
package dev.errata.dataaccess;

import org.jspecify.annotations.NullMarked;
