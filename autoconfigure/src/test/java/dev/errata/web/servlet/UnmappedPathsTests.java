package dev.errata.web.servlet;

import java.util.Map;

import dev.errata.contract.Contracts;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnmappedPaths} and {@link MappedPaths}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnmappedPathsTests {

	private static final String UNMAPPED = "No handler is mapped to ";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withUserConfiguration(Application.class, OrderController.class);

	@Test
	void pathsThatNothingIsMappedTo(CapturedOutput output) {
		this.runner
			.withPropertyValues("errata.contracts.partner.paths=/partner/**,/v2/partner/**",
					"errata.limits.body.orders.paths=/order/**", "errata.limits.body.orders.max=1MB",
					"errata.limits.async-timeout.slow.paths=/slow", "errata.limits.async-timeout.slow.timeout=1s")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains(
				"No handler is mapped to the paths of the contract 'partner': [/partner/**, /v2/partner/**]. "
						+ "Correct them, unless a filter answers there.",
				"No handler is mapped to '/order/**', a path of errata.limits.body. Correct it, unless a filter answers there.",
				"No handler is mapped to '/slow', a path of errata.limits.async-timeout")
			.doesNotContain("contract 'default'");
	}

	@Test
	void pathsThatAHandlerIsMappedTo(CapturedOutput output) {
		this.runner.withPropertyValues("errata.contracts.partner.paths=/orders/**")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(UNMAPPED);
	}

	@ParameterizedTest
	@CsvSource({ "/orders/**, true", "/orders/{id}, true", "/orders/7, true", "/**, true", "/*/*, true",
			"/orders/{id:[0-9/]+}, true", "/{*path}, true", "/order/**, false", "/orders, false",
			"/orders/{id}/items, false", "/orders/{id}/, false", "/things/**, true", "/things, true",
			"/servlet/**, false" })
	void pathsThatOverlap(String pattern, boolean overlaps) {
		this.runner.withUserConfiguration(ThingsConfiguration.class)
			.run((context) -> assertThat(MappedPaths.of(context.getSourceApplicationContext()).overlap(pattern))
				.isEqualTo(overlaps));
	}

	@Test
	void handlerOfTheRootIsNotListed() {
		SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping(Map.of("/", new Object()));
		this.runner.withBean(SimpleUrlHandlerMapping.class, () -> mapping).run((context) -> {
			MappedPaths paths = MappedPaths.of(context.getSourceApplicationContext());
			assertThat(paths.overlap("/")).isTrue();
			assertThat(paths.overlap("/things")).isFalse();
		});
	}

	@Test
	void handlerOfWhatNoOtherHandlesIsNotListed() {
		SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping();
		mapping.setDefaultHandler(new Object());
		this.runner.withBean(SimpleUrlHandlerMapping.class, () -> mapping)
			.run((context) -> assertThat(MappedPaths.of(context.getSourceApplicationContext()).overlap("/things"))
				.isTrue());
	}

	@ParameterizedTest
	@CsvSource({ "/oauth2/*, true", "/token, false", "/*, false" })
	void filtersOfSomePathsMayAnswerThem(String mapped, boolean overlaps) {
		new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withUserConfiguration(Application.class)
			.withPropertyValues("server.port=0")
			.withBean(FilterRegistrationBean.class, () -> {
				var filter = new FilterRegistrationBean<Filter>((request, response, chain) -> {
				});
				filter.addUrlPatterns(mapped);
				return filter;
			})
			.withBean(TomcatServletWebServerFactory.class)
			.run((context) -> assertThat(MappedPaths.of(context.getSourceApplicationContext()).overlap("/oauth2/token"))
				.isEqualTo(overlaps));
	}

	@Test
	void functionalEndpointsCanBeAnywhere() {
		this.runner.withUserConfiguration(RoutesConfiguration.class)
			.run((context) -> assertThat(MappedPaths.of(context.getSourceApplicationContext()).overlap("/anywhere"))
				.isTrue());
	}

	@Test
	void warnsWithLazyInitializationToo(CapturedOutput output) {
		this.runner
			.withInitializer((context) -> context
				.addBeanFactoryPostProcessor(new org.springframework.boot.LazyInitializationBeanFactoryPostProcessor()))
			.withPropertyValues("errata.contracts.partner.paths=/partner/**")
			.run((context) -> assertThat(context).hasSingleBean(Contracts.class));
		assertThat(output).contains(UNMAPPED + "the paths of the contract 'partner'");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@RestController
	static class OrderController {

		@GetMapping("/orders/{id}")
		String order() {
			return "";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ThingsConfiguration {

		@Bean
		SimpleUrlHandlerMapping things() {
			return new SimpleUrlHandlerMapping(Map.of("/things/**", new Object()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RoutesConfiguration {

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route().GET("/routed", (request) -> ServerResponse.ok().build()).build();
		}

	}

}
