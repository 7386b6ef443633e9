package dev.errata.client;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.RemoteContractProperties;
import dev.errata.requestid.RequestId;
import dev.errata.requestid.RequestIdAccessor;
import dev.errata.requestid.RequestIdAutoConfiguration;
import dev.errata.wire.NativeHints;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientAutoConfiguration}.
 */
class ClientAutoConfigurationTests extends ClientTests {

	@BeforeAll
	static void loadThreadLocalAccessors() {
		// they are looked for once a process, and not all of them could be filtered out
		ContextRegistry.getInstance();
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.boot.restclient", "org.springframework.boot.restclient io.micrometer",
			"io.micrometer", "io.micrometer.context", "io.micrometer.core", "org.springframework.boot.http" })
	void contextStartsWithout(String packages) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ContractAutoConfiguration.class, ClientAutoConfiguration.class))
			.withPropertyValues("errata.clients.shop.url=" + this.server.url() + "/shop")
			.withClassLoader(new FilteredClassLoader(packages.split(" ")))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				this.server.reply(503, "", "{\"code\":\"busy\",\"request_id\":\"r-1\"}");
				assertThat(get(context.getBean(RemoteApis.class))).hasMessage("shop answered 503 busy [r-1]");
			});
	}

	@Test
	void nothingIsConfiguredWithoutClients() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ContractAutoConfiguration.class, ClientAutoConfiguration.class))
			.run((context) -> {
				RestClient.Builder builder = RestClient.builder();
				context.getBean(RemoteApis.class).customize(builder);
				builder.requestInterceptors((interceptors) -> assertThat(interceptors).isEmpty());
			});
	}

	@Test
	void requestIdTravels() {
		run((apis) -> {
			RestClient client = apis.restClient("shop");
			client.get().retrieve().toBodilessEntity();
			try (RequestId.Scope scope = RequestId.open("inbound-1")) {
				client.get().retrieve().toBodilessEntity();
				client.get().header("X-Request-Id", "mine").retrieve().toBodilessEntity();
			}
			assertThat(this.server.header("X-Request-Id")).containsExactly("", "inbound-1", "mine");
		});
	}

	@Test
	void headerOfTheIdIsTheContracts() {
		run((apis) -> {
			try (RequestId.Scope scope = RequestId.open("inbound-1")) {
				apis.restClient("shop").get().retrieve().toBodilessEntity();
			}
			assertThat(this.server.header("Trace")).containsExactly("inbound-1");
			assertThat(this.server.header("X-Request-Id")).containsExactly("");
		}, "errata.clients.shop.contract.request-id.header=Trace");
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.threads.virtual.enabled=true", "spring.threads.virtual.enabled=false",
			"spring.task.execution.propagate-context=true" })
	void requestIdTravelsWithTasks(String property) {
		runner()
			.withConfiguration(
					AutoConfigurations.of(RequestIdAutoConfiguration.class, TaskExecutionAutoConfiguration.class))
			.withPropertyValues(property)
			.run((context) -> {
				AsyncTaskExecutor executor = context.getBean("applicationTaskExecutor", AsyncTaskExecutor.class);
				RestClient client = context.getBean(RemoteApis.class).restClient("shop");
				Callable<Object> call = () -> client.get().retrieve().toBodilessEntity();
				try (RequestId.Scope scope = RequestId.open("inbound-1")) {
					executor.submit(call).get(10, TimeUnit.SECONDS);
				}
				executor.submit(call).get(10, TimeUnit.SECONDS);
				assertThat(this.server.header("X-Request-Id")).containsExactly("inbound-1", "");
			});
	}

	@Test
	void requestIdIsPropagatedByMicrometer() throws Exception {
		AtomicReference<String> seen = new AtomicReference<>("unset");
		Runnable look = () -> seen.set(RequestId.current());
		assertThat(ContextRegistry.getInstance().getThreadLocalAccessors())
			.anyMatch((accessor) -> accessor.key().equals(RequestIdAccessor.KEY));
		try (RequestId.Scope scope = RequestId.open("inbound-1")) {
			look = ContextSnapshotFactory.builder().build().captureAll().wrap(look);
		}
		CompletableFuture.runAsync(look).get(10, TimeUnit.SECONDS);
		assertThat(seen).hasValue("inbound-1");
		assertThat(RequestId.current()).isNull();
	}

	@Test
	void observationTellsTheCode() {
		AtomicReference<Observation.Context> seen = new AtomicReference<>();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

			@Override
			public void onStop(Observation.Context context) {
				seen.set(context);
			}

		});
		this.server.reply(503, "", "{\"error\":{\"code\":\"busy\",\"id\":\"r-1\"}}")
			.reply(503, "", "{\"error\":{\"code\":\"made-up-4711\"}}");
		runner().run((context) -> {
			registry.observationConfig().observationFilter(context.getBean(ObservedRemoteErrors.class));
			RestClient client = context.getBean(RemoteApis.class)
				.restClientBuilder("shop")
				.observationRegistry(registry)
				.build();
			failureOf(() -> client.get().retrieve().toBodilessEntity());
			assertThat(seen.get().getLowCardinalityKeyValue("error.code").getValue()).isEqualTo("busy");
			assertThat(seen.get().getHighCardinalityKeyValue("error.request_id").getValue()).isEqualTo("r-1");
			failureOf(() -> client.get().retrieve().toBodilessEntity());
			assertThat(seen.get().getLowCardinalityKeyValue("error.code").getValue()).isEqualTo("unknown");
			client.get().retrieve().toBodilessEntity();
			assertThat(seen.get().getLowCardinalityKeyValue("error.code").getValue()).isEqualTo("none");
		});
	}

	@Test
	void observationsStayAsTheyAreWithoutClients() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ContractAutoConfiguration.class, ClientAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(ObservedRemoteErrors.class));
	}

	@Test
	void recordsCanBeBoundInANativeImage() throws Exception {
		RuntimeHints hints = NativeHints.declared();
		for (Class<?> type : List.of(ClientsProperties.class, ClientProperties.class,
				ClientProperties.RetryProperties.class, RemoteContractProperties.class)) {
			assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(hints);
		}
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(RemoteContractProperties.class.getMethod("of", String.class))).accepts(hints);
	}

}
