package dev.errata.contract;

import java.util.List;

import dev.errata.browser.BrowserAutoConfiguration;
import dev.errata.envelope.ErrorEnvelope;
import dev.errata.envelope.JsonEnvelope;
import dev.errata.envelope.Preset;
import dev.errata.error.ApiError;
import dev.errata.idempotency.IdempotencyAutoConfiguration;
import dev.errata.web.WebAutoConfiguration;
import dev.errata.web.servlet.WebServletAutoConfiguration;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the line that says what is in force.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupLineTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ContractAutoConfiguration.class, BrowserAutoConfiguration.class,
				IdempotencyAutoConfiguration.class, WebAutoConfiguration.class, WebServletAutoConfiguration.class));

	@BeforeEach
	void logAtInfo() {
		logAt(LogLevel.INFO);
	}

	@AfterEach
	void logAsBefore() {
		logAt(null);
	}

	private static void logAt(@Nullable LogLevel level) {
		LoggingSystem.get(StartupLineTests.class.getClassLoader()).setLogLevel("dev.errata.startup", level);
	}

	@Test
	void serviceSaysWhatIsInForce(CapturedOutput output) {
		try (Service service = Service.start(Container.TOMCAT, false, List.of(Application.class),
				"logging.level.dev.errata.startup=info", "server.servlet.context-path=/shop",
				"spring.mvc.servlet.path=/mvc", "errata.codes.order_shipped=409", "errata.codes.not_found=404",
				"errata.idempotency.enabled=true", "errata.idempotency.store=memory",
				"errata.contracts.v1.paths=/v1/**,/v2/**", "errata.contracts.v1.envelope.preset=openai")) {
			assertThat(service.port()).isPositive();
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("Errata: "))).singleElement()
			.asString()
			.contains(" INFO ")
			.endsWith(": Errata: default /** (2 codes, 52 standard, envelope problem), "
					+ "v1 /v1/** /v2/** (2 codes, 52 standard, envelope openai); idempotency memory; "
					+ "catalog at /shop/mvc/errors");
	}

	@Test
	void unconfiguredServiceSaysSo(CapturedOutput output) {
		this.runner.run((context) -> assertThat(output)
			.containsOnlyOnce("Errata: default /** (0 codes, 53 standard, envelope problem); catalog at /errors\n"));
	}

	@Test
	void standardCodesOfInputsCountAsLongAsTheyAreSent(CapturedOutput output) {
		this.runner
			.withPropertyValues("errata.codes.invalid.status=422", "errata.codes.invalid.replaces=validation_failed",
					"errata.codes.empty.status=422", "errata.codes.empty.replaces=field_empty")
			.run((context) -> assertThat(output).contains("Errata: default /** (2 codes, 51 standard, "));
	}

	@Test
	void closedCatalogAndEnvelopeOfItsOwn(CapturedOutput output) {
		this.runner
			.withPropertyValues("errata.closed=true", "errata.paths=", "errata.browser.enabled=false",
					"errata.codes.failed.status=500", "errata.codes.failed.replaces=client_error,server_error",
					"errata.envelope.body={\"c\": \"{code}\"}")
			.run((context) -> assertThat(output)
				.containsOnlyOnce("Errata: default without paths (1 code, closed, envelope body)\n"));
	}

	@Test
	void envelopeBeanIsNamed(CapturedOutput output) {
		this.runner.withBean(OwnEnvelope.class)
			.run((context) -> assertThat(output).contains("envelope StartupLineTests.OwnEnvelope)"));
	}

	@Test
	void manyContractsAndPathsAreBounded(CapturedOutput output) {
		this.runner
			.withPropertyValues("errata.paths=/a,/b,/c,/d,/e,/f,/g", "errata.contracts.c1.paths=/1",
					"errata.contracts.c2.paths=/2", "errata.contracts.c3.paths=/3", "errata.contracts.c4.paths=/4",
					"errata.contracts.c5.paths=/5", "errata.contracts.c6.paths=/6")
			.run((context) -> assertThat(output).contains("Errata: default /a /b /c /d /e and 2 more (")
				.contains("envelope problem) and 2 more; catalog at /errors\n"));
	}

	@Test
	void loggerSilencesIt(CapturedOutput output) {
		try (Service service = Service.start(Container.TOMCAT, false, List.of(Application.class),
				"logging.level.dev.errata.startup=warn")) {
			assertThat(service.port()).isPositive();
		}
		assertThat(output).doesNotContain("Errata: ");
	}

	@Test
	void commandLineSaysNothing(CapturedOutput output) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ContractAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("Errata: ");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	static class OwnEnvelope implements ErrorEnvelope {

		private final ErrorEnvelope envelope = JsonEnvelope.compile(Preset.PROBLEM.body(), null, "application/json");

		@Override
		public String mediaType() {
			return this.envelope.mediaType();
		}

		@Override
		public byte[] render(ApiError error) {
			return this.envelope.render(error);
		}

	}

}
