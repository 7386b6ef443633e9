package dev.errata.idempotency.servlet;

import dev.errata.wire.Service;

/**
 * The same on Jetty.
 */
class JettyIdempotencyHeldBackWireTests extends IdempotencyHeldBackWireTests {

	@Override
	Service.Container container() {
		return Service.Container.JETTY;
	}

}
