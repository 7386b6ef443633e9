package dev.errata.error;

/**
 * An {@link ErrorTranslator} for what a library throws, as Errata brings it along. These
 * are asked after the application's own.
 *
 * @since 0.1.0
 */
public interface PlatformErrorTranslator extends ErrorTranslator {

}
