package dev.errata.contract;

import org.jspecify.annotations.Nullable;

/**
 * The last event of a stream that fails after its first byte.
 *
 * @param enabled Whether such a stream gets a last event instead of being cut off. The
 * default is true if a name or data is set.
 * @param event Name of the event. An empty one removes an inherited name.
 * @param data JSON text of the event, with placeholders in its strings. By default, it is
 * the body of the envelope.
 */
record LastEventProperties(@Nullable Boolean enabled, @Nullable String event, @Nullable String data) {
}
