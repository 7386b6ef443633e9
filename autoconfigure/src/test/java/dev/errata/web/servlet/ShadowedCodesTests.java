package dev.errata.web.servlet;

import dev.errata.error.ErrorCodeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureWebMvc;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShadowedCodes}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShadowedCodesTests {

	private static final String SHADOWED = "answers exceptions in place of their codes";

	private final WebApplicationContextRunner runnerWithoutCodes = new WebApplicationContextRunner()
		.withUserConfiguration(Application.class, OrderController.class);

	private final WebApplicationContextRunner runner = this.runnerWithoutCodes.withPropertyValues(
			"errata.codes.order_shipped.status=409",
			"errata.codes.order_shipped.exceptions=" + OrderShippedException.class.getName());

	@Test
	void adviceThatHandlesTheExceptionOfACode(CapturedOutput output) {
		this.runner.withUserConfiguration(OrderAdvice.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("ShadowedCodesTests.OrderAdvice."
				+ "shipped answers exceptions in place of their codes: OrderShippedException (order_shipped). "
				+ "Remove it, or restrict it to exceptions without a code.");
	}

	@Test
	void adviceThatHandlesEverything(CapturedOutput output) {
		this.runner.withUserConfiguration(EverythingAdvice.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("ShadowedCodesTests.EverythingAdvice."
				+ "any answers exceptions in place of their codes: OrderShippedException (order_shipped), "
				+ "ErrorCodeException (any code).");
	}

	@Test
	void adviceThatHandlesEverythingWhereCodesHaveNoExceptions(CapturedOutput output) {
		this.runnerWithoutCodes.withUserConfiguration(EverythingAdvice.class)
			.withPropertyValues("errata.codes.order_shipped.status=409")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains(SHADOWED + ": ErrorCodeException (any code). "
				+ "Remove it, or restrict it to exceptions without a code.");
	}

	@Test
	void adviceThatHandlesEverythingWhereNoCodeIsDeclared(CapturedOutput output) {
		this.runnerWithoutCodes.withUserConfiguration(EverythingAdvice.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(SHADOWED);
	}

	@Test
	void adviceThatHandlesEverythingButCodes(CapturedOutput output) {
		this.runnerWithoutCodes.withUserConfiguration(EverythingButCodesAdvice.class)
			.withPropertyValues("errata.codes.order_shipped.status=409")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(SHADOWED);
	}

	@Test
	void controllerThatHandlesTheExceptionOfACode(CapturedOutput output) {
		this.runner.withUserConfiguration(HandlingController.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("ShadowedCodesTests.HandlingController.shipped " + SHADOWED);
	}

	@Test
	void adviceForOtherExceptions(CapturedOutput output) {
		this.runner.withUserConfiguration(OtherAdvice.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(SHADOWED);
	}

	@Test
	void errorControllerHandlesItsOwnExceptions(CapturedOutput output) {
		this.runner
			.withPropertyValues("errata.codes.not_in_this_form.status=406",
					"errata.codes.not_in_this_form.exceptions=" + HttpMediaTypeNotAcceptableException.class.getName())
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(SHADOWED);
	}

	@Test
	void handlersThatContradictEachOther(CapturedOutput output) {
		this.runner.withUserConfiguration(AmbiguousController.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(SHADOWED);
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigureWebMvc
	@ImportAutoConfiguration(DispatcherServletAutoConfiguration.class)
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

	@RestController
	static class AmbiguousController {

		@GetMapping("/ambiguous")
		String ambiguous() {
			return "";
		}

		@ExceptionHandler
		String one(OrderShippedException ex) {
			return "";
		}

		@ExceptionHandler
		String other(OrderShippedException ex) {
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
	static class EverythingButCodesAdvice extends EverythingAdvice {

		@ExceptionHandler
		void code(ErrorCodeException ex) {
			throw ex;
		}

	}

	@RestControllerAdvice
	static class OtherAdvice {

		@ExceptionHandler(IllegalArgumentException.class)
		String any() {
			return "";
		}

	}

	@SuppressWarnings("serial")
	static class OrderShippedException extends RuntimeException {

	}

}
