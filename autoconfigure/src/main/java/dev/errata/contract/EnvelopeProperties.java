package dev.errata.contract;

import dev.errata.envelope.Preset;
import org.jspecify.annotations.Nullable;

/**
 * The JSON document that carries an error.
 *
 * @param preset Ready-made envelope: 'problem' (RFC 9457, the default) or 'openai'.
 * @param body JSON text of the envelope, with placeholders in its strings.
 * @param violation JSON text of one invalid input, with the placeholders {field}, {code}
 * and {message}.
 * @param mediaType Content type of the envelope.
 */
record EnvelopeProperties(@Nullable Preset preset, @Nullable String body, @Nullable String violation,
		@Nullable String mediaType) {
}
