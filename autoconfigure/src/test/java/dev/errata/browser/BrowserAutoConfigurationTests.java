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

	@Test
	void catalogAsData() {
		this.runner
			.withPropertyValues("errata.closed=true", "errata.codes.client_error=400",
					"errata.codes.server_error.status=500,503", "errata.codes.server_error.at.503.retry-after=10s",
					"errata.codes.server_error.at.503.message=Later.")
			.run((context) -> assertThat(
					new CatalogView(context.getBean(Contracts.class)).code("default", "SERVER-ERROR"))
				.hasToString("{code=server_error, family=server_error, standard=false, statuses=["
						+ "{status=500, title=Internal Server Error, message=Internal Server Error}, "
						+ "{status=503, title=Service Unavailable, message=Later., retryAfter=10}]}"));
	}

	@Test
	void unknownNamesHaveNoView() {
		this.runner.run((context) -> {
			CatalogView view = new CatalogView(context.getBean(Contracts.class));
			assertThat(view.contract("v9")).isNull();
			assertThat(view.code("v9", "not_found")).isNull();
			assertThat(view.code("default", "nobody")).isNull();
			assertThat(view.code("default", "not_found")).containsEntry("standard", true);
		});
	}

}
