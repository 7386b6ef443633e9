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
import org.springframework.boot.diagnostics.FailureAnalyzedException;
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

	private static final String FAULTS = """
			errata.clients.c.contract.codes.short
			This is not a whole number.
			Write 'short: 409' or 'short: { status: 409, message: … }'.
			errata.clients.d.retry.timeout
			This is not a duration such as 30s or 5m.
			Correct the value.
			errata.clients.b.ulr
			There is no property of this name.
			Did you mean url?
			errata.clients.a.url
			'url' is required.
			Add 'url', e.g. https://api.example.com/v1.
			errata.clients.a.contract
			This application has no contract of this name.
			Write one of: default.
			errata.clients.b.url
			This is not a base URL.
			Write an http or https URL without user, query and fragment.
			errata.clients.b.contract.name
			The contract is either one of this application or described here.
			Remove one of the two.
			errata.clients.c.url
			'errata.clients.shop.url' has the same URL.
			Keep it in only one of the two clients.
			errata.clients.c.url
			This is not a base URL.
			Write an http or https URL without user, query and fragment.
			errata.clients.c.contract.envelope.body
			Line 1, column 7: There is no placeholder {cod}.
			Did you mean {code}? Write '{{' for a brace.
			errata.clients.c.contract.headers.X-Code
			The placeholder that starts at '{' does not end; write '{{' for a brace.
			Correct the text.
			errata.clients.c.contract.codes.broken.status
			A code needs a status.
			Add it, e.g. 'broken: 409' or 'broken: { status: 409 }'.
			errata.clients.d.retry.max-retries
			Must be from 0 to 20.
			Choose a number in that range.
			errata.clients.d.retry.delay
			Must be from a millisecond to a day.
			Write a duration such as 200ms or 30s.
			errata.clients.d.translate.gone
			This application has no code of this name.
			Declare the code, or name another one.
			errata.clients.d.translate.gon
			The contract of the client has no code 'gon'.
			Did you mean gone?
			errata.clients.d.expose-message
			The contract of the client has no code 'left'.
			Name one of its codes.
			""";

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
	void everyFaultIsTold() {
		runner().withPropertyValues("errata.codes.own=409", "errata.clients.a.contract=shopp",
				"errata.clients.b.url=https://user@example.com", "errata.clients.b.ulr=x",
				"errata.clients.b.contract.name=default", "errata.clients.b.contract.codes.gone=410",
				"errata.clients.c.url=" + this.server.url() + "/shop/, ftp://example.com",
				"errata.clients.c.contract.codes.broken.retryable=true", "errata.clients.c.contract.codes.short=abc",
				"errata.clients.c.contract.envelope.body={\"a\": \"{cod}\"}",
				"errata.clients.c.contract.headers.X-Code={", "errata.clients.d.url=https://example.com",
				"errata.clients.d.contract.codes.gone=410", "errata.clients.d.translate.gon=own",
				"errata.clients.d.translate.gone=owned", "errata.clients.d.expose-message=gone,left",
				"errata.clients.d.retry.max-retries=21", "errata.clients.d.retry.delay=0s",
				"errata.clients.d.retry.timeout=soon")
			.run((context) -> {
				assertThat(context).hasFailed();
				Throwable failure = context.getStartupFailure();
				while (!(failure instanceof FailureAnalyzedException analyzed)) {
					failure = failure.getCause();
				}
				List<String> faults = analyzed.analysis()
					.getDescription()
					.lines()
					.filter((line) -> line.matches("\\d+\\. .*|     (Rule|Action): .*"))
					.map((line) -> line.replaceFirst("^\\d+\\. |^     (Rule|Action): +", ""))
					.toList();
				assertThat(String.join("\n", faults) + "\n").isEqualTo(FAULTS);
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
		RuntimeHints hints = new RuntimeHints();
		new ClientAutoConfiguration.PropertiesHints().registerHints(hints, null);
		for (Class<?> type : List.of(ClientsProperties.class, ClientProperties.class,
				ClientProperties.RetryProperties.class, RemoteContractProperties.class)) {
			assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(hints);
		}
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(RemoteContractProperties.class.getMethod("of", String.class))).accepts(hints);
	}

}
