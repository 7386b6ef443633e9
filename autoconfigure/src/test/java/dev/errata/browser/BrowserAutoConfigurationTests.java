package dev.errata.browser;

import java.util.Locale;

import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.CatalogPage;
import dev.errata.contract.Contract;
import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import dev.errata.browser.servlet.BrowserServletAutoConfiguration;
import dev.errata.web.WebAutoConfiguration;
import dev.errata.web.servlet.WebServletAutoConfiguration;
import dev.errata.wire.NativeHints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BrowserAutoConfiguration}.
 */
class BrowserAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(BrowserAutoConfiguration.class,
			BrowserServletAutoConfiguration.class, ContractAutoConfiguration.class, WebAutoConfiguration.class,
			WebServletAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	@Test
	void catalogCanBeBrowsed() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(CatalogSite.class).hasBean("errataCatalogController");
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
				.doesNotHaveBean(CatalogSite.class)
				.doesNotHaveBean("errataCatalogController")
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
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CatalogSite.class)
				.doesNotHaveBean("errataCatalogController"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "", "/err{ors}", "/errors/**", "/errors?x", "/a//b", "/..", "/a b" })
	void pathThatIsNoneStopsTheApplication(String path) {
		this.runner.withPropertyValues("errata.browser.path=" + path)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageStartingWith("The error contract has a fault:\n\n1. errata.browser.path\n")
				.hasMessageContaining("The path must consist of letters"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "raise/{code}", "https://example.com/{code}", "//example.com/{code}", "/raise/{kode}",
			"/raise/{code", "/raise/ {code}", "/\"{code}" })
	void tryItThatIsNoPathStopsTheApplication(String template) {
		this.runner.withPropertyValues("errata.browser.try-it=" + template)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageStartingWith("The error contract has a fault:\n\n1. errata.browser.try-it\n")
				.hasMessageContaining("Not a path of this application"));
	}

	@Test
	void tryItFillsInAndEncodes() {
		TryIt tryIt = TryIt.of("/{contract}/raise/{code}?status={status}&again={code}");
		assertThat(tryIt.path("v1", "a/b:c", 409)).isEqualTo("v1/raise/a%2Fb%3Ac?status=409&again=a%2Fb%3Ac");
		assertThat(TryIt.of("")).isSameAs(TryIt.NONE);
		assertThat(TryIt.of(null)).isSameAs(TryIt.NONE);
	}

	@Test
	void startsWithoutADispatcher() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().hasBean("errataCatalogMapping"));
	}

	@Test
	void hintsNameWhatIsLoaded() {
		RuntimeHints hints = NativeHints.declared();
		assertThat(RuntimeHintsPredicates.reflection().onType(BrowserProperties.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("dev/errata/browser/catalog.css")).accepts(hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("dev/errata/browser/catalog.js")).accepts(hints);
	}

	@Test
	void catalogAsData() {
		this.runner.withPropertyValues("errata.closed=true", "errata.envelope.body={\"code\":\"{code}\"}",
				"errata.codes.client_error=400", "errata.codes.server_error.status=500,503",
				"errata.codes.server_error.at.503.retry-after=10s", "errata.codes.server_error.at.503.message=Later.")
			.run((context) -> {
				Contract contract = context.getBean(Contracts.class).all().get(0);
				CatalogEntry entry = contract.catalog().find("SERVER-ERROR");
				assertThat(new CatalogView(context.getBean(Contracts.class), "", Locale.ROOT).code(contract, entry))
					.hasToString(
							"{code=server_error, family=server_error, standard=false, otherStatuses=5xx, statuses=["
									+ "{status=500, title=Internal Server Error, message=Internal Server Error, "
									+ "example={headers={Content-Type=application/json, Cache-Control=no-store, "
									+ "X-Request-Id=6f1c2a34-8b0d-4c5e-9f27-3a4b5c6d7e8f}, body={\"code\":\"server_error\"}}}, "
									+ "{status=503, title=Service Unavailable, message=Later., retryAfter=10, "
									+ "example={headers={Content-Type=application/json, Cache-Control=no-store, Retry-After=10, "
									+ "X-Request-Id=6f1c2a34-8b0d-4c5e-9f27-3a4b5c6d7e8f}, body={\"code\":\"server_error\"}}}]}");
			});
	}

}
