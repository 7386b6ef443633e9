package dev.errata.validation;

import dev.errata.jackson.JacksonErrorsAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ValidationAutoConfiguration}.
 */
class ValidationAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(ValidationAutoConfiguration.class, JacksonErrorsAutoConfiguration.class));

	@Test
	void translatorsStandByDefault() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(BindingTranslator.class)
			.hasSingleBean(BeanValidationTranslator.class)
			.doesNotHaveBean(ClientPropertyNames.class));
	}

	@Test
	void namesComeFromTheJsonMapper() {
		this.runner.withBean(JsonMapper.class, () -> JsonMapper.builder().build())
			.run((context) -> assertThat(context).hasSingleBean(ClientPropertyNames.class)
				.hasBean("errataJsonPropertyNames"));
	}

	@Test
	void backsOffWhenUserDefinesNames() {
		this.runner.withBean(JsonMapper.class, () -> JsonMapper.builder().build())
			.withBean(ClientPropertyNames.class, () -> ClientPropertyNames.AS_DECLARED)
			.run((context) -> assertThat(context).hasSingleBean(ClientPropertyNames.class)
				.doesNotHaveBean("errataJsonPropertyNames"));
	}

	@Test
	void severalMappersAreNoneToAsk() {
		this.runner.withBean("one", JsonMapper.class, () -> JsonMapper.builder().build())
			.withBean("two", JsonMapper.class, () -> JsonMapper.builder().build())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ClientPropertyNames.class));
	}

	@Test
	void startsWithoutBeanValidation() {
		this.runner.withClassLoader(new FilteredClassLoader("jakarta.validation"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(BindingTranslator.class)
				.doesNotHaveBean(BeanValidationTranslator.class));
	}

	@Test
	void noTranslatorsWithoutWeb() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ValidationAutoConfiguration.class, JacksonErrorsAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(BindingTranslator.class));
	}

}
