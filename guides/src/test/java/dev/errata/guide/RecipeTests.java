package dev.errata.guide;

import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

@Tag("full")
class RecipeTests {

	@TestFactory
	Stream<DynamicContainer> everyStepWorks() {
		return Guide.in("docs/recipes/");
	}

}
