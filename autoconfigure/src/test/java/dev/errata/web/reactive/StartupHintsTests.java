package dev.errata.web.reactive;

import java.util.List;
import java.util.Map;

import dev.errata.web.MappedPaths;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.config.PathMatchConfigurer;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a reactive application is told at start-up of configuration without effect.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupHintsTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withUserConfiguration(Application.class, OrderController.class);

	@Test
	void pathsThatNothingIsMappedTo(CapturedOutput output) {
		this.runner
			.withPropertyValues("errata.contracts.partner.paths=/partner/**,/v2/partner/**",
					"errata.contracts.shop.paths=/orders/**", "errata.limits.body.orders.paths=/order/**",
					"errata.limits.body.orders.max=1MB")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.getAll().lines().filter((line) -> line.contains("No handler is mapped to ")))
			.satisfiesExactly((line) -> assertThat(line)
				.endsWith("No handler is mapped to the paths of the contract 'partner': [/partner/**, /v2/partner/**]. "
						+ "Correct them, unless a filter answers there."),
					(line) -> assertThat(line).endsWith(
							"No handler is mapped to '/order/**', a path of errata.limits.body. Correct it, unless a filter answers there."));
	}

	@ParameterizedTest
	@CsvSource({ "/orders/**, true", "/orders/{id}, true", "/**, true", "/order/**, false", "/orders, false",
			"/things/**, true", "/things, true", "/elsewhere, false" })
	void pathsThatOverlap(String pattern, boolean overlaps) {
		assertThat(pathsOf(OrderController.class, ThingsConfiguration.class, ResourcesConfiguration.class)
			.overlap(pattern)).isEqualTo(overlaps);
	}

	@Test
	void functionalEndpointsCanBeAnywhere() {
		assertThat(pathsOf(RoutesConfiguration.class).overlap("/anywhere")).isTrue();
		assertThat(pathsOf(OrderController.class).overlap("/anywhere")).isFalse();
	}

	private static MappedPaths pathsOf(Class<?>... configurations) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(EnableWebFluxConfiguration.class);
			context.register(configurations);
			context.refresh();
			return new ReactiveMappings(context).paths();
		}
	}

	@Test
	void handlersThatShadowCodes(CapturedOutput output) {
		this.runner
			.withPropertyValues("errata.codes.order_shipped.status=409",
					"errata.codes.order_shipped.exceptions=" + OrderShippedException.class.getName())
			.withUserConfiguration(OrderAdvice.class, HandlingController.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output)
			.contains("StartupHintsTests.OrderAdvice."
					+ "shipped answers exceptions in place of their codes: OrderShippedException (order_shipped). "
					+ "Remove it, or restrict it to exceptions without a code.")
			.containsOnlyOnce("StartupHintsTests.HandlingController.shipped answers exceptions in place of");
	}

	@Test
	void propertiesWithoutEffect(CapturedOutput output) {
		this.runner.withPropertyValues("server.error.include-message=always")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("server.error.* has no effect (include-message)");
	}

	@Test
	void propertiesWithoutEffectWithLazyInitialization(CapturedOutput output) {
		this.runner.withPropertyValues("server.error.include-message=always")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("server.error.* has no effect (include-message)");
	}

	@Test
	void adviceOfSpringBootStepsAside() {
		this.runner.withPropertyValues("spring.webflux.problemdetails.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("problemDetailsExceptionHandler"));
	}

	@Test
	void caseOfPathsIsIgnoredIfHandlersDo() {
		try (Service service = Service.start(Service.Container.NETTY, false,
				List.of(Application.class, OrderController.class, IgnoringCase.class),
				"errata.contracts.shop.paths=/orders/**",
				"errata.contracts.shop.envelope.body={\"shop\":\"{code}\"}")) {
			assertThat(service.answer(Exchange.get("/ORDERS/7")).body()).isEqualTo("order");
			assertThat(service.answer(Exchange.get("/ORDERS/7/items")).body()).isEqualTo("{\"shop\":\"not_found\"}");
		}
		try (Service service = Service.start(Service.Container.NETTY, false,
				List.of(Application.class, OrderController.class), "errata.contracts.shop.paths=/orders/**",
				"errata.contracts.shop.envelope.body={\"shop\":\"{code}\"}")) {
			assertThat(service.answer(Exchange.get("/ORDERS/7")).body()).contains("\"code\":\"not_found\"");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFlux
	static class EnableWebFluxConfiguration {

	}

	@RestController
	static class OrderController {

		@GetMapping("/orders/{id}")
		String order() {
			return "order";
		}

	}

	@RestController
	static class HandlingController {

		@GetMapping("/handling")
		String handling() {
			return "";
		}

		@ExceptionHandler
		String shipped(OrderShippedException ex) {
			return "";
		}

	}

	@RestControllerAdvice
	static class OrderAdvice {

		@ExceptionHandler
		String shipped(OrderShippedException ex) {
			return "";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ThingsConfiguration {

		@Bean
		SimpleUrlHandlerMapping things() {
			return new SimpleUrlHandlerMapping(Map.of("/things/**", (WebHandler) (exchange) -> Mono.empty()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ResourcesConfiguration implements WebFluxConfigurer {

		@Override
		public void addResourceHandlers(ResourceHandlerRegistry registry) {
			registry.addResourceHandler("/**");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RoutesConfiguration {

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route().GET("/routed", (request) -> ServerResponse.ok().build()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class IgnoringCase implements WebFluxConfigurer {

		@Override
		public void configurePathMatching(PathMatchConfigurer configurer) {
			configurer.setUseCaseSensitiveMatch(false);
		}

	}

	@SuppressWarnings("serial")
	static class OrderShippedException extends RuntimeException {

	}

}
