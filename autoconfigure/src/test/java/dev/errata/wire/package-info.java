/**
 * What all tests over a real connection share: requests and answers as bytes, a service
 * in a container of choice, tables of rows.
 */
@NullMarked
package dev.errata.wire;

import org.jspecify.annotations.NullMarked;
