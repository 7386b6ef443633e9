package dev.errata.idempotency.servlet;

import org.springframework.test.context.TestPropertySource;

/**
 * The same on Jetty.
 */
@TestPropertySource(properties = "spring.autoconfigure.exclude=${without.tomcat},${without.security},${without.redis}")
class JettyIdempotencyWireTests extends IdempotencyWireTests {

}
