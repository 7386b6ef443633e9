package dev.errata.web.servlet;

import java.util.List;

import dev.errata.browser.BrowserAutoConfiguration;
import dev.errata.contract.Contract;
import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import dev.errata.envelope.ErrorEnvelope;
import dev.errata.error.ApiError;
import dev.errata.error.ErrorTranslation;
import dev.errata.jackson.JacksonErrorsAutoConfiguration;
import dev.errata.validation.ValidationAutoConfiguration;
import dev.errata.web.ErrorFunnel;
import dev.errata.web.WebAutoConfiguration;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.BasicErrorController;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.handler.HandlerExceptionResolverComposite;
import org.springframework.web.servlet.mvc.method.annotation.ExceptionHandlerExceptionResolver;
import org.springframework.web.servlet.mvc.support.DefaultHandlerExceptionResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebServletAutoConfiguration} among all the others.
 */
class WebServletAutoConfigurationTests {

	private static final AutoConfigurations ALL = AutoConfigurations.of(BrowserAutoConfiguration.class,
			ContractAutoConfiguration.class, JacksonErrorsAutoConfiguration.class, ValidationAutoConfiguration.class,
			WebAutoConfiguration.class, WebServletAutoConfiguration.class, JacksonAutoConfiguration.class,
			DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner().withConfiguration(ALL);

	@Test
	void doorsStandByDefault() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(Contracts.class)
			.hasSingleBean(ErrorTranslation.class)
			.hasSingleBean(ErrorFunnel.class)
			.hasSingleBean(ErrorResponder.class)
			.satisfies((it) -> assertThat(resolversOf(it)).extracting(Object::getClass)
				.containsSubsequence(ExceptionHandlerExceptionResolver.class, ContractExceptionResolver.class,
						DefaultHandlerExceptionResolver.class))
			.hasSingleBean(CommittedResponseExceptionResolver.class)
			.hasSingleBean(ErrorController.class)
			.hasSingleBean(ContractErrorController.class)
			.doesNotHaveBean(BasicErrorController.class));
	}

	private static List<HandlerExceptionResolver> resolversOf(ApplicationContext context) {
		return context.getBean("handlerExceptionResolver", HandlerExceptionResolverComposite.class)
			.getExceptionResolvers();
	}

	@Test
	void requestIdFilterStandsFirstInEveryDispatch() {
		this.runner.run((context) -> {
			FilterRegistrationBean<?> filter = context.getBean("errataContractFilter", FilterRegistrationBean.class);
			assertThat(filter.getFilter()).isInstanceOf(ContractFilter.class);
			assertThat(filter.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE + 2);
			assertThat(filter.determineDispatcherTypes()).containsExactlyInAnyOrder(DispatcherType.REQUEST,
					DispatcherType.ASYNC, DispatcherType.ERROR);
		});
	}

	@Test
	void backsOffWhenUserDefinesErrorController() {
		ErrorController own = new ErrorController() {

		};
		this.runner.withBean(ErrorController.class, () -> own)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ContractErrorController.class)
				.getBean(ErrorController.class)
				.isSameAs(own));
	}

	@Test
	void backsOffWhenUserDefinesFunnel() {
		ErrorFunnel own = new ErrorFunnel(new ErrorTranslation(List.of(), List.of()), List.of(), List.of());
		this.runner.withBean(ErrorFunnel.class, () -> own)
			.run((context) -> assertThat(context).hasNotFailed().getBean(ErrorFunnel.class).isSameAs(own));
	}

	@Test
	void backsOffWhenUserDefinesContracts() {
		new ApplicationContextRunner().withConfiguration(ALL)
			.run((plain) -> this.runner.withUserConfiguration(OwnContractsConfiguration.class)
				.withBean("theirs", ContractsHolder.class, () -> new ContractsHolder(plain.getBean(Contracts.class)))
				.run((context) -> assertThat(context).hasNotFailed()
					.getBean(Contracts.class)
					.isSameAs(plain.getBean(Contracts.class))));
	}

	@Test
	void envelopeOfUserCarriesTheErrors() {
		ErrorEnvelope own = new ErrorEnvelope() {

			@Override
			public String mediaType() {
				return "text/plain";
			}

			@Override
			public byte[] render(ApiError error) {
				return new byte[] { 1 };
			}

		};
		this.runner.withBean(ErrorEnvelope.class, () -> own)
			.run((context) -> assertThat(context.getBean(Contracts.class).all()).map(Contract::envelope)
				.containsExactly(own));
	}

	@Test
	void faultyContractStopsTheApplication() {
		this.runner.withPropertyValues("errata.codes.order_shipped=200")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("The error contract has a fault:"));
	}

	@Test
	void namesOfTheBrowserAreKnown() {
		this.runner.withPropertyValues("errata.browser.path=/catalog", "errata.browser.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void applicationWithoutWebHasContractsAlone() {
		new ApplicationContextRunner().withConfiguration(ALL)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Contracts.class)
				.doesNotHaveBean(ErrorFunnel.class)
				.doesNotHaveBean(ErrorResponder.class));
	}

	@Test
	void reactiveApplicationHasNoServletDoors() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BrowserAutoConfiguration.class, ContractAutoConfiguration.class,
					WebAutoConfiguration.class, WebServletAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ErrorResponder.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "jakarta.validation", "org.hibernate.validator", "org.apache.catalina",
			"org.apache.tomcat", "org.springframework.boot.tomcat", "org.springframework.boot.validation",
			"io.micrometer.observation" })
	void startsWithoutOptionalLibrary(String packageName) {
		this.runner.withClassLoader(new FilteredClassLoader(packageName))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ContractErrorController.class));
	}

	@Test
	void startsWithoutJsonMapperOfBoot() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BrowserAutoConfiguration.class, ContractAutoConfiguration.class,
					JacksonErrorsAutoConfiguration.class, ValidationAutoConfiguration.class, WebAutoConfiguration.class,
					WebServletAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
					WebMvcAutoConfiguration.class, ErrorMvcAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ContractErrorController.class)
				.doesNotHaveBean("errataJsonPropertyNames"));
	}

	record ContractsHolder(Contracts contracts) {
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnContractsConfiguration {

		@Bean
		Contracts ownContracts(ContractsHolder holder) {
			return holder.contracts();
		}

	}

}
