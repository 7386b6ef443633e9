package dev.errata.metrics;

import java.util.List;

import dev.errata.catalog.StandardCode;
import dev.errata.client.ClientAutoConfiguration;
import dev.errata.client.RemoteApiListener;
import dev.errata.contract.Contract;
import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import dev.errata.error.ErrorListener;
import dev.errata.error.Failure;
import dev.errata.error.TestErrors;
import dev.errata.idempotency.IdempotencyAutoConfiguration;
import dev.errata.idempotency.IdempotencyListener;
import dev.errata.idempotency.IdempotencyOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MetricsAutoConfiguration}.
 */
class MetricsAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(ContractAutoConfiguration.class,
			IdempotencyAutoConfiguration.class, MetricsAutoConfiguration.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withPropertyValues("errata.closed=true", "errata.codes.bad.status=400",
				"errata.codes.bad.replaces=client_error", "errata.codes.bad.retryable=false",
				"errata.codes.broken.status=500,503", "errata.codes.broken.replaces=server_error",
				"errata.codes.broken.at.503.retryable=true");

	private static List<String> errors(MeterRegistry registry) {
		return registry.find("errata.errors")
			.counters()
			.stream()
			.map((counter) -> text(counter) + " = " + (long) counter.count())
			.sorted()
			.toList();
	}

	private static String text(Counter counter) {
		Meter.Id id = counter.getId();
		return String.join(" ", id.getTag("contract"), id.getTag("code"), id.getTag("status"), id.getTag("retryable"));
	}

	@Test
	void everyDeclaredPairIsThereAtZero() {
		this.runner.withPropertyValues("errata.contracts.v1.paths=/v1/**", "errata.contracts.v1.codes.extra=418")
			.run((context) -> assertThat(errors(context.getBean(MeterRegistry.class))).containsExactly(
					"default bad 400 false = 0", "default broken 500 unknown = 0", "default broken 503 true = 0",
					"v1 bad 400 false = 0", "v1 broken 500 unknown = 0", "v1 broken 503 true = 0",
					"v1 extra 418 unknown = 0"));
	}

	@Test
	void standardCodesOfAnOpenCatalogAreThereToo() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("errata.codes.bad=400")
			.run((context) -> assertThat(errors(context.getBean(MeterRegistry.class)))
				.contains("default timeout 504 unknown = 0", "default bad 400 unknown = 0"));
	}

	@Test
	void truthfulStatusOfARootIsCountedAndNothingElseIsMadeUp() {
		this.runner.run((context) -> {
			Contract contract = context.getBean(Contracts.class).all().get(0);
			ErrorListener listener = context.getBean(ErrorListener.class);
			for (int i = 0; i < 3; i++) {
				for (int status = 100; status < 700; status++) {
					listener.onError(contract.composer().compose(Failure.ofStatus(status), TestErrors.request(), null));
					listener.onError(
							contract.composer().compose(Failure.of("made_up_" + status), TestErrors.request(), null));
				}
			}
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.find("errata.errors").counters()).hasSize(200)
				.allSatisfy((counter) -> assertThat(counter.count()).isGreaterThanOrEqualTo(3));
			assertThat(registry.find("errata.errors").counters().stream().mapToDouble(Counter::count).sum())
				.isEqualTo(3 * 2 * 600);
		});
	}

	@Test
	void errorOfAContractThatNobodyKnowsIsPassedOver() {
		this.runner.run((context) -> {
			context.getBean(ErrorListener.class).onError(TestErrors.compose(Failure.of(StandardCode.NOT_FOUND)));
			assertThat(errors(context.getBean(MeterRegistry.class))).hasSize(3).allMatch((it) -> it.endsWith(" = 0"));
		});
	}

	@Test
	void idempotencyIsMeteredWhereItIsEnabled() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(IdempotencyListener.class)
			.doesNotHaveBean(RunningRequests.class));
		this.runner.withPropertyValues("errata.idempotency.enabled=true", "errata.idempotency.store=memory")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				context.getBean(RunningRequests.class).bindTo(registry);
				assertThat(registry.find("errata.idempotency.requests").counters())
					.extracting((counter) -> counter.getId().getTag("outcome"))
					.containsExactlyInAnyOrder("admitted", "replayed", "in_progress", "key_reused", "key_missing",
							"key_invalid", "outcome_unknown", "not_replayable", "share_exhausted", "store_unavailable",
							"unprotected");
				assertThat(registry.get("errata.idempotency.claim").timer().count()).isZero();
				assertThat(registry.get("errata.idempotency.settle").timer().count()).isZero();
				assertThat(registry.get("errata.idempotency.fenced").counter().count()).isZero();
				assertThat(registry.get("errata.idempotency.takeovers").counter().count()).isZero();
				assertThat(registry.get("errata.idempotency.in.flight").gauge().value()).isZero();
				IdempotencyListener listener = context.getBean(IdempotencyListener.class);
				listener.onRequest(IdempotencyOutcome.REPLAYED);
				listener.onFenced();
				listener.onTakenOver();
				assertThat(registry.get("errata.idempotency.requests").tag("outcome", "replayed").counter().count())
					.isOne();
				assertThat(registry.get("errata.idempotency.fenced").counter().count()).isOne();
				assertThat(registry.get("errata.idempotency.takeovers").counter().count()).isOne();
			});
	}

	@Test
	void repeatedCallsAreCounted() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(RemoteApiListener.class));
		this.runner.withConfiguration(AutoConfigurations.of(ClientAutoConfiguration.class)).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.find("errata.client.retries").counters()).isEmpty();
			RemoteApiListener listener = context.getBean(RemoteApiListener.class);
			listener.onRetry("shop", false);
			listener.onRetry("shop", false);
			listener.onRetry("shop", true);
			assertThat(registry.find("errata.client.retries").counters())
				.extracting((counter) -> counter.getId().getTag("client") + " " + counter.getId().getTag("outcome")
						+ " = " + (long) counter.count())
				.containsExactlyInAnyOrder("shop failure = 2", "shop success = 1");
		});
	}

	@Test
	void everyMeterHasADescription() {
		this.runner.withConfiguration(AutoConfigurations.of(ClientAutoConfiguration.class))
			.withPropertyValues("errata.idempotency.enabled=true", "errata.idempotency.store=memory")
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				context.getBean(RunningRequests.class).bindTo(registry);
				context.getBean(RemoteApiListener.class).onRetry("shop", true);
				assertThat(registry.getMeters()).extracting((meter) -> meter.getId().getName())
					.contains("errata.errors", "errata.client.retries", "errata.idempotency.requests",
							"errata.idempotency.claim", "errata.idempotency.settle", "errata.idempotency.fenced",
							"errata.idempotency.takeovers", "errata.idempotency.in.flight")
					.allMatch((name) -> name.startsWith("errata."));
				assertThat(registry.getMeters())
					.allSatisfy((meter) -> assertThat(meter.getId().getDescription()).isNotBlank());
			});
	}

	@Test
	void registryOfBootIsFoundInWhateverOrder() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					SimpleMetricsExportAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
					org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration.class,
					ContractAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(ErrorMetrics.class));
	}

	@Test
	void nothingWithoutARegistry() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ErrorMetrics.class));
	}

	@Test
	void startsWithoutMicrometer() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.withPropertyValues("errata.idempotency.enabled=true", "errata.idempotency.store=memory")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ErrorListener.class));
	}

}
