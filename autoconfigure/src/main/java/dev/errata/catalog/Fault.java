package dev.errata.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A fault of a declared code.
 *
 * @param property the property below the contract: {@code codes.order_shipped.status}
 * @param value its value, or {@code null}
 * @param rule the rule it breaks
 * @param action what to do about it
 * @since 0.1.0
 * @hidden
 */
public record Fault(String property, @Nullable Object value, String rule, String action) {
}
