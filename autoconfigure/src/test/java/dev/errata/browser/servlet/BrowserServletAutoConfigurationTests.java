package dev.errata.browser.servlet;

import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BrowserServletAutoConfiguration}.
 */
class BrowserServletAutoConfigurationTests {

	@Test
	void hintsNameWhatIsCalled() {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, CatalogController.class);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(CatalogController.class, "serve"))
			.accepts(hints);
	}

}
