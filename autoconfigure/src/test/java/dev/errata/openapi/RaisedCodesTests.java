package dev.errata.openapi;

import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.properties.StartupFaultException;
import dev.errata.web.WebAutoConfiguration;
import dev.errata.web.servlet.WebServletAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RaisedCodes}.
 */
class RaisedCodesTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ContractAutoConfiguration.class, WebAutoConfiguration.class,
				OpenApiAutoConfiguration.class, DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class,
				WebServletAutoConfiguration.class))
		.withPropertyValues("errata.codes.order_shipped.status=409,410", "errata.contracts.v1.paths=/v1/**",
				"errata.contracts.v1.codes.only_here=418");

	@Test
	void allFaultsAreToldAtOnce() {
		this.runner.withBean(FaultyController.class)
			.run((context) -> assertThat(context.getStartupFailure()).isInstanceOfSatisfying(
					StartupFaultException.class, (failure) -> assertThat(failure.analysis().getDescription()).isEqualTo(
							"""
									@Raises has invalid values:

									  RaisedCodesTests.FaultyController.misspelt: the contract 'default' does not know the code 'order_shiped'; did you mean 'order_shipped'?
									  RaisedCodesTests.FaultyController.misspelt: the code 'order_shipped' has no status 404 in the contract 'default'; it has [409, 410].
									  RaisedCodesTests.FaultyController.misspelt: write a code, optionally followed by a status from 400 to 599.""")));
	}

	@Test
	void contractOfThePathCounts() {
		this.runner.withBean(ElsewhereController.class)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasMessageContaining("elsewhere: the contract 'default' does not know the code 'only_here'"));
	}

	@Test
	void rightNamesAndPathsOfNoContractStart() {
		this.runner.withPropertyValues("errata.paths=/api/**")
			.withBean(RightController.class)
			.withBean(ElsewhereController.class)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(DescribedErrors.class));
	}

	@Test
	void namesAreCheckedWithoutSpringdocToo() {
		WebApplicationContextRunner without = this.runner
			.withClassLoader(new FilteredClassLoader("org.springdoc", "io.swagger"));
		without.withBean(RightController.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DescribedErrors.class));
		without.withBean(FaultyController.class).run((context) -> assertThat(context).hasFailed());
	}

	@RestController
	static class FaultyController {

		@GetMapping("/a")
		@Raises({ "order_shiped", "order_shipped 404", "order_shipped 200", "ORDER-SHIPPED 410" })
		void misspelt() {
		}

	}

	@RestController
	static class ElsewhereController {

		@GetMapping("/elsewhere")
		@Raises("only_here")
		void elsewhere() {
		}

	}

	@RestController
	@Raises("not_found")
	static class RightController {

		@GetMapping("/v1/right")
		@Raises({ "only_here", "order_shipped 410", "timeout" })
		void right() {
		}

	}

}
