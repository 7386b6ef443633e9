package dev.errata.web;

import java.util.List;
import java.util.Map;

import dev.errata.error.ApiError;

/**
 * The response to a failure, rendered in full.
 *
 * @param error the error
 * @param mediaType the content type
 * @param headers the headers, without content type and length
 * @param body the whole document
 * @since 0.1.0
 * @hidden
 */
public record ErrorAnswer(ApiError error, String mediaType, Map<String, List<String>> headers, byte[] body) {
}
