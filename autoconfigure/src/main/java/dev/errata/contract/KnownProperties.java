package dev.errata.contract;

/**
 * A name below {@code errata.} that another part of Errata binds. A name that nobody
 * knows is reported at start-up.
 *
 * @param name the first element behind {@code errata.}
 * @since 0.1.0
 */
public record KnownProperties(String name) {
}
