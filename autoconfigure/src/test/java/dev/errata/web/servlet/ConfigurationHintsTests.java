package dev.errata.web.servlet;

import java.util.Map;

import dev.errata.contract.Contracts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConfigurationHints}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConfigurationHintsTests {

	private static final String UNMAPPED = "No handler is mapped to ";

	private static final String SHADOWED = "handles exceptions of codes";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withUserConfiguration(Application.class, OrderController.class)
		.withPropertyValues("errata.codes.order_shipped.status=409",
				"errata.codes.order_shipped.exceptions=" + OrderShippedException.class.getName());

	@Test
	void adviceThatHandlesTheExceptionOfACode(CapturedOutput output) {
		this.runner.withUserConfiguration(OrderAdvice.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("ConfigurationHintsTests.OrderAdvice."
				+ "shipped handles exceptions of codes, which are not sent for them: OrderShippedException (order_shipped). "
				+ "Remove the @ExceptionHandler, or the exceptions from the codes.");
	}

	@Test
	void adviceThatHandlesEverything(CapturedOutput output) {
		this.runner.withUserConfiguration(EverythingAdvice.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("ConfigurationHintsTests.EverythingAdvice."
				+ "any handles exceptions of codes, which are not sent for them: OrderShippedException (order_shipped), "
				+ "ErrorCodeException (any code).");
	}

	@Test
	void controllerThatHandlesTheExceptionOfACode(CapturedOutput output) {
		this.runner.withUserConfiguration(HandlingController.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("ConfigurationHintsTests.HandlingController.shipped " + SHADOWED);
	}

	@Test
	void adviceForOtherExceptions(CapturedOutput output) {
		this.runner.withUserConfiguration(OtherAdvice.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(SHADOWED).doesNotContain(UNMAPPED);
	}

	@Test
	void pathsThatNothingIsMappedTo(CapturedOutput output) {
		this.runner
			.withPropertyValues("errata.contracts.partner.paths=/partner/**,/v2/partner/**",
					"errata.limits.body.orders.paths=/order/**", "errata.limits.body.orders.max=1MB",
					"errata.limits.async-timeout.slow.paths=/slow", "errata.limits.async-timeout.slow.after=1s")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output)
			.contains("No handler is mapped to the paths of the contract 'partner': [/partner/**, /v2/partner/**]",
					"No handler is mapped to '/order/**', a path of errata.limits.body",
					"No handler is mapped to '/slow', a path of errata.limits.async-timeout")
			.doesNotContain("contract 'default'");
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
	void functionalEndpointsCanBeAnywhere() {
		this.runner.withUserConfiguration(RoutesConfiguration.class)
			.run((context) -> assertThat(MappedPaths.of(context.getSourceApplicationContext()).overlap("/anywhere"))
				.isTrue());
	}

	@Test
	void hintsComeWithLazyInitializationToo(CapturedOutput output) {
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
			throw new OrderShippedException();
		}

	}

	@RestController
	static class HandlingController {

		@GetMapping("/handling")
		String handling() {
			return "";
		}

		@GetMapping("/more")
		String more() {
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

	@RestControllerAdvice
	static class EverythingAdvice {

		@ExceptionHandler(Exception.class)
		String any() {
			return "";
		}

	}

	@RestControllerAdvice
	static class OtherAdvice {

		@ExceptionHandler(IllegalArgumentException.class)
		String any() {
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

	@SuppressWarnings("serial")
	static class OrderShippedException extends RuntimeException {

	}

}
