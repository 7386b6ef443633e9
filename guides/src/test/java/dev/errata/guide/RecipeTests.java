package dev.errata.guide;

import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

class RecipeTests {

	@TestFactory
	Stream<DynamicContainer> everyStepWorks() {
		return Guide.in("docs/recipes/");
	}

}
