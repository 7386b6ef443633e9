package dev.errata.idempotency;

import java.util.function.Consumer;

import dev.errata.properties.StartupFaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link Idempotent} is checked for at start-up.
 */
@ExtendWith(OutputCaptureExtension.class)
class IdempotentHandlersTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withUserConfiguration(Application.class)
		.withPropertyValues("errata.idempotency.store=memory");

	private static Consumer<AssertableWebApplicationContext> failsWith(String... sentences) {
		return (context) -> assertThat(context).getFailure()
			.isInstanceOf(StartupFaultException.class)
			.satisfies(
					(ex) -> assertThat(((StartupFaultException) ex).analysis().getDescription()).contains(sentences));
	}

	@Test
	void annotationWhereKeysAreDisabled() {
		this.runner.withUserConfiguration(SoundController.class)
			.run((context) -> failsWith("SoundController.order: idempotency is not enabled.").accept(context));
	}

	@Test
	void annotationOfAReactiveHandlerWhereKeysAreDisabled() {
		ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
			.withUserConfiguration(Application.class, SoundController.class)
			.withPropertyValues("errata.idempotency.store=memory");
		reactive.run((context) -> assertThat(context).getFailure()
			.isInstanceOf(StartupFaultException.class)
			.satisfies((ex) -> assertThat(((StartupFaultException) ex).analysis().getDescription())
				.contains("SoundController.order: idempotency is not enabled.")));
		reactive.withPropertyValues("errata.idempotency.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void annotationThatHolds() {
		this.runner.withUserConfiguration(SoundController.class)
			.withPropertyValues("errata.idempotency.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void allFaultsAreTold() {
		this.runner.withUserConfiguration(FaultyController.class)
			.withPropertyValues("errata.idempotency.enabled=true")
			.run((context) -> failsWith("FaultyController.read: [GET] requests have no key, since they change nothing.",
					"FaultyController.time: 'soon' is not a duration above zero",
					"FaultyController.word: 'bogus' is neither a status (409)")
				.accept(context));
	}

	@Test
	void annotationWhereNoContractRules() {
		this.runner.withUserConfiguration(SoundController.class)
			.withPropertyValues("errata.idempotency.enabled=true", "errata.paths=/api/**")
			.run((context) -> failsWith("SoundController.order: no contract rules /orders.").accept(context));
		this.runner.withUserConfiguration(SoundController.class)
			.withPropertyValues("errata.idempotency.enabled=true", "errata.paths=/orders")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void ruleThatNoHandlerIsMappedTo(CapturedOutput output) {
		this.runner.withUserConfiguration(SoundController.class)
			.withPropertyValues("errata.idempotency.enabled=true", "errata.idempotency.rules.payments.paths=/payment",
					"errata.idempotency.rules.orders.paths=/order/**,/orders")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output)
			.contains("No handler is mapped to the paths of errata.idempotency.rules.payments: [/payment]. "
					+ "Correct them, unless a filter answers there.")
			.doesNotContain("rules.orders:");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@RestController
	static class SoundController {

		@PostMapping("/orders")
		@Idempotent(required = true)
		String order() {
			return "done";
		}

		@PostMapping("/{kind}/other")
		@Idempotent
		String other() {
			return "done";
		}

	}

	@RestController
	static class FaultyController {

		@GetMapping("/read")
		@Idempotent
		String read() {
			return "done";
		}

		@PostMapping("/time")
		@Idempotent(ttl = "soon")
		String time() {
			return "done";
		}

		@PostMapping("/word")
		@Idempotent(reopen = "bogus")
		String word() {
			return "done";
		}

	}

}
