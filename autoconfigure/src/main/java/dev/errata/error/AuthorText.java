package dev.errata.error;

import java.util.Locale;

import dev.errata.template.Template;
import org.jspecify.annotations.Nullable;

/**
 * A text of the author of a code.
 *
 * @param template the text
 * @param language the language of the caller that it is in, or {@code null} for a text
 * that every caller gets
 */
record AuthorText(Template<Sentence> template, @Nullable Locale language) {
}
