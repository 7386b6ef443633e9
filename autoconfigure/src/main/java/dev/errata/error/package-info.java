/**
 * Errors: translates a {@link java.lang.Throwable} into an
 * {@link dev.errata.error.ApiError}. An {@link dev.errata.error.ErrorTranslator} makes a
 * {@link dev.errata.error.Failure} of the exception, and an {@code ErrorComposer} an
 * error of the failure. The texts come from {@code ErrorTexts}, which chooses between
 * those of the author and Errata's own. What templates can name, and how it is written,
 * compared and read back, begins with {@link dev.errata.error.Placeholder} and
 * {@code ErrorVocabulary}.
 */
@NullMarked
package dev.errata.error;

import org.jspecify.annotations.NullMarked;
