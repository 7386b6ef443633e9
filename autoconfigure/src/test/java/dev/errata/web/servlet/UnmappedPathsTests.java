package dev.errata.web.servlet;

import java.util.List;
import java.util.Map;

import dev.errata.contract.Contracts;
import dev.errata.web.MappedPaths;
import dev.errata.wire.Service;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.context.support.WebApplicationContextUtils;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
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

	private static final MappedPaths ORDERS_AND_THINGS = pathsOf(OrderController.class, ThingsConfiguration.class,
			ResourcesConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withUserConfiguration(Application.class, OrderController.class);

	@Test
	void pathsThatNothingIsMappedTo(CapturedOutput output) {
		this.runner
			.withPropertyValues("errata.contracts.partner.paths=/partner/**,/v2/partner/**",
					"errata.contracts.shop.paths=/orders/**", "errata.limits.body.orders.paths=/order/**",
					"errata.limits.body.orders.max=1MB", "errata.limits.async-timeout.slow.paths=/slow",
					"errata.limits.async-timeout.slow.timeout=1s")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.getAll().lines().filter((line) -> line.contains(UNMAPPED))).satisfiesExactly(
				(line) -> assertThat(line).endsWith(
						"No handler is mapped to the paths of the contract 'partner': [/partner/**, /v2/partner/**]. "
								+ "Correct them, unless a filter answers there."),
				(line) -> assertThat(line).endsWith(
						"No handler is mapped to '/order/**', a path of errata.limits.body. Correct it, unless a filter answers there."),
				(line) -> assertThat(line)
					.contains("No handler is mapped to '/slow', a path of errata.limits.async-timeout"));
	}

	@ParameterizedTest
	@CsvSource({ "/orders/**, true", "/orders/{id}, true", "/orders/7, true", "/**, true", "/*/*, true",
			"/orders/{id:[0-9/]+}, true", "/{*path}, true", "/order/**, false", "/orders, false",
			"/orders/{id}/items, false", "/orders/{id}/, false", "/things/**, true", "/things, true",
			"/servlet/**, false" })
	void pathsThatOverlap(String pattern, boolean overlaps) {
		assertThat(ORDERS_AND_THINGS.overlap(pattern)).isEqualTo(overlaps);
	}

	@Test
	void handlerOfTheRootIsNotListed() {
		MappedPaths paths = pathsOf(RootConfiguration.class);
		assertThat(paths.overlap("/")).isTrue();
		assertThat(paths.overlap("/things")).isFalse();
	}

	@Test
	void handlerOfWhatNoOtherHandlesIsNotListed() {
		assertThat(pathsOf(FallbackConfiguration.class).overlap("/things")).isTrue();
	}

	@Test
	void functionalEndpointsCanBeAnywhere() {
		assertThat(pathsOf(RoutesConfiguration.class).overlap("/anywhere")).isTrue();
	}

	@Test
	void filtersOfSomePathsMayAnswerThem() {
		try (Service service = Service.start(Service.Container.TOMCAT, false, List.of(FiltersConfiguration.class))) {
			MappedPaths paths = new ServletMappings(
					WebApplicationContextUtils.getRequiredWebApplicationContext(service.bean(ServletContext.class)))
				.paths();
			assertThat(paths.overlap("/oauth2/token")).isTrue();
			assertThat(paths.overlap("/token")).isTrue();
			assertThat(paths.overlap("/login/token")).isFalse();
		}
	}

	/**
	 * Return the paths of an application that consists of Spring MVC and some more.
	 */
	private static MappedPaths pathsOf(Class<?>... configurations) {
		try (AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext()) {
			context.setServletContext(new MockServletContext());
			context.register(EnableWebMvcConfiguration.class);
			context.register(configurations);
			context.refresh();
			return new ServletMappings(context).paths();
		}
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

	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	static class EnableWebMvcConfiguration {

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
	static class ResourcesConfiguration implements WebMvcConfigurer {

		@Override
		public void addResourceHandlers(ResourceHandlerRegistry registry) {
			registry.addResourceHandler("/**");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RootConfiguration {

		@Bean
		SimpleUrlHandlerMapping root() {
			return new SimpleUrlHandlerMapping(Map.of("/", new Object()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FallbackConfiguration {

		@Bean
		SimpleUrlHandlerMapping fallback() {
			SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping();
			mapping.setDefaultHandler(new Object());
			return mapping;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class FiltersConfiguration {

		@Bean
		FilterRegistrationBean<Filter> filterOfAFolder() {
			return filter("/oauth2/*");
		}

		@Bean
		FilterRegistrationBean<Filter> filterOfAPath() {
			return filter("/token");
		}

		@Bean
		FilterRegistrationBean<Filter> filterOfAll() {
			return filter("/*");
		}

		private static FilterRegistrationBean<Filter> filter(String mapped) {
			FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(
					(request, response, chain) -> chain.doFilter(request, response));
			filter.addUrlPatterns(mapped);
			return filter;
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
