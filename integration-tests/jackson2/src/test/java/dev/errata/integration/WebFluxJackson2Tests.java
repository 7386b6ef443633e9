package dev.errata.integration;

import dev.errata.wire.Service.Container;

/**
 * Jackson 2 on Spring WebFlux.
 */
class WebFluxJackson2Tests extends Jackson2Tests {

	WebFluxJackson2Tests() {
		super(Container.NETTY);
	}

}
