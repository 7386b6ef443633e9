package dev.errata.envelope;

import org.jspecify.annotations.Nullable;

/**
 * The last event of a stream that fails after its beginning.
 *
 * @param event the name of the event, or {@code null} if it has none
 * @param data the document that is its data, or {@code null} for that of the envelope
 * @since 0.1.0
 * @hidden
 */
public record LastEvent(@Nullable String event, @Nullable ErrorEnvelope data) {
}
