package dev.errata.web;

import java.util.Set;

import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;

/**
 * A method of a controller that is mapped to requests.
 *
 * @param handler the method
 * @param patterns the patterns of their paths
 * @param methods their methods; empty for all
 * @since 0.1.0
 * @hidden
 */
public record MappedHandler(HandlerMethod handler, Set<String> patterns, Set<RequestMethod> methods) {
}
