package dev.errata.integration;

import dev.errata.wire.Service.Container;

/**
 * Jackson 2 on Spring MVC.
 */
class WebMvcJackson2Tests extends Jackson2Tests {

	WebMvcJackson2Tests() {
		super(Container.TOMCAT);
	}

}
