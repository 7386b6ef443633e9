package dev.errata.quota.servlet;

import java.util.List;

import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.quota.QuotaAutoConfiguration;
import dev.errata.quota.QuotaProvider;
import dev.errata.web.WebAutoConfiguration;
import dev.errata.web.servlet.OptionalFilterRegistrationBean;
import dev.errata.web.servlet.WebServletAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QuotaAutoConfiguration} and {@link QuotaServletAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class QuotaServletAutoConfigurationTests {

	private static final String WITHOUT_HEADERS = "No contract has quota headers, so the QuotaProvider is never asked.";

	private static final String UNASKED = "There is no QuotaProvider bean, so the headers of errata.quota are never sent. Declare one, or remove the headers.";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ContractAutoConfiguration.class, WebAutoConfiguration.class,
				WebServletAutoConfiguration.class, QuotaAutoConfiguration.class, QuotaServletAutoConfiguration.class));

	private final WebApplicationContextRunner withProvider = this.runner.withBean(QuotaProvider.class,
			() -> (request) -> List.of());

	@Test
	void nothingStandsInTheWayWithoutProvider(CapturedOutput output) {
		this.runner.withPropertyValues("errata.quota.preset=ratelimit")
			.run((context) -> assertThat(isPresent(context)).isFalse());
		assertThat(output).doesNotContain(WITHOUT_HEADERS).containsOnlyOnce(UNASKED);
	}

	@Test
	void nobodyIsWarnedWhereNothingIsSaidOfQuotas(CapturedOutput output) {
		this.runner.run((context) -> assertThat(isPresent(context)).isFalse());
		assertThat(output).doesNotContain(WITHOUT_HEADERS).doesNotContain(UNASKED);
	}

	@Test
	void nothingStandsInTheWayWhereNoContractTells(CapturedOutput output) {
		this.withProvider.run((context) -> assertThat(isPresent(context)).isFalse());
		assertThat(output).containsOnlyOnce(WITHOUT_HEADERS);
	}

	@Test
	void oneContractThatTellsIsEnough(CapturedOutput output) {
		this.withProvider
			.withPropertyValues("errata.contracts.v1.paths=/v1/**", "errata.contracts.v1.quota.preset=ratelimit")
			.run((context) -> assertThat(isPresent(context)).isTrue());
		assertThat(output).doesNotContain(WITHOUT_HEADERS);
	}

	private static boolean isPresent(ApplicationContext context) {
		return context.getBean("errataQuotaFilter", OptionalFilterRegistrationBean.class)
			.getFilter() instanceof QuotaFilter;
	}

}
