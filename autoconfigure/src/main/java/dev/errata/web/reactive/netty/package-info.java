/**
 * Answers errors of Reactor Netty that never reach the application.
 */
@NullMarked
package dev.errata.web.reactive.netty;

import org.jspecify.annotations.NullMarked;
