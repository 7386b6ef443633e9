package dev.errata.catalog;

import org.jspecify.annotations.Nullable;

/**
 * Something wrong in what was declared.
 *
 * @param property where it stands, below the contract: {@code codes.order_shipped.status}
 * @param value what was written there, or {@code null}
 * @param rule the rule it breaks
 * @param action what to do about it
 * @since 0.1.0
 */
public record Fault(String property, @Nullable Object value, String rule, String action) {
}
