package dev.errata.browser;

import dev.errata.contract.CatalogPage;
import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BrowserAutoConfiguration}.
 */
class BrowserAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(BrowserAutoConfiguration.class,
			ContractAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	@Test
	void catalogCanBeBrowsed() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(CatalogController.class);
			assertThat(context.getBean(CatalogPage.class).path()).isEqualTo("/errors");
		});
	}

	@Test
	void pathIsConfigured() {
		this.runner.withPropertyValues("errata.browser.path=/catalog")
			.run((context) -> assertThat(context.getBean(CatalogPage.class).path()).isEqualTo("/catalog"));
	}

	@Test
	void disabled() {
		this.runner.withPropertyValues("errata.browser.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Contracts.class)
				.doesNotHaveBean(CatalogController.class)
				.doesNotHaveBean(CatalogPage.class));
	}

	@Test
	void unknownNameStopsTheApplication() {
		this.runner.withPropertyValues("errata.browser.pth=/catalog")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasStackTraceContaining("errata.browser.pth"));
	}

	@Test
	void namesAreKnownWithoutWeb() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("errata.browser.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CatalogController.class));
	}

}
