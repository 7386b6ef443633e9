package dev.errata.browser.reactive;

import dev.errata.browser.BrowserAutoConfiguration;
import dev.errata.contract.CatalogPage;
import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.web.WebAutoConfiguration;
import dev.errata.web.reactive.WebReactiveAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BrowserReactiveAutoConfiguration}.
 */
class BrowserReactiveAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BrowserAutoConfiguration.class, BrowserReactiveAutoConfiguration.class,
				CodecsAutoConfiguration.class, ContractAutoConfiguration.class, WebAutoConfiguration.class,
				WebFluxAutoConfiguration.class, WebReactiveAutoConfiguration.class));

	@Test
	void catalogCanBeBrowsedWithoutServlets() {
		this.runner.withClassLoader(new FilteredClassLoader("jakarta.servlet", "org.springframework.web.servlet"))
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(CatalogController.class);
				assertThat(context.getBean(CatalogPage.class).path()).isEqualTo("/errors");
			});
	}

	@Test
	void disabled() {
		this.runner.withPropertyValues("errata.browser.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CatalogController.class)
				.doesNotHaveBean(CatalogPage.class));
	}

	@Test
	void hintsNameWhatIsCalled() {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, CatalogController.class);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(CatalogController.class, "serve"))
			.accepts(hints);
	}

}
