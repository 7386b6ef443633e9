package dev.errata.integration;

import java.util.stream.Stream;

import dev.errata.wire.Service;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Kotlin on Spring MVC.
 */
class WebMvcKotlinTests extends KotlinTests {

	WebMvcKotlinTests() {
		super(Service.Container.TOMCAT);
	}

	/** Spring MVC collects them before it answers. */
	@TestFactory
	Stream<DynamicTest> arrays() {
		return table(broken("/kotlin/flow/array"));
	}

}
