package dev.errata.web;

import dev.errata.error.Failure;

/**
 * An exception that is translated and not answered yet, since others are asked first.
 *
 * @param exception the exception as it was caught
 * @param cause what it means, technical wrappers taken off
 * @param failure the translation
 */
record TranslatedException(Throwable exception, Throwable cause, Failure failure) {

}
