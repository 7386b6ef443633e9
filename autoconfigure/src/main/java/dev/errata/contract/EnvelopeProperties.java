package dev.errata.contract;

import dev.errata.envelope.Preset;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * The JSON document that carries an error.
 *
 * @param preset Ready-made envelope: 'problem' (RFC 9457, the default), 'openai',
 * 'jsonapi' or 'google'.
 * @param body JSON text of the envelope, with placeholders such as {code} in its strings.
 * @param violation JSON text of one invalid input, with the placeholders {field}, {in},
 * {code} and {message}, and those of the error.
 * @param mediaType Content type of the envelope.
 * @param lastEvent Last event of a stream that fails after its first byte.
 */
record EnvelopeProperties(@Nullable Preset preset, @Nullable String body, @Nullable String violation,
		@Nullable String mediaType, @NestedConfigurationProperty @Nullable LastEventProperties lastEvent) {
}
