package dev.errata.client;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The services that this one calls.
 *
 * @param clients Services that this one calls, by name: url, contract, translate,
 * expose-message and retry.
 */
@ConfigurationProperties("errata")
record ClientsProperties(@Nullable Map<String, ClientProperties> clients) {
}
