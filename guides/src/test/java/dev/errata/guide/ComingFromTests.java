package dev.errata.guide;

import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

class ComingFromTests {

	@TestFactory
	Stream<DynamicContainer> everyStepWorks() {
		return Guide.in("docs/coming-from");
	}

}
