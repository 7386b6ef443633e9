/**
 * Request ids: generates them, holds them and passes them to other threads.
 */
@NullMarked
package dev.errata.requestid;

import org.jspecify.annotations.NullMarked;
