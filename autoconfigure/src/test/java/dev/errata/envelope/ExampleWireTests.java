package dev.errata.envelope;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.errata.catalog.StandardCode;
import dev.errata.client.RemoteApiException;
import dev.errata.client.RemoteApis;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.error.ApiError;
import dev.errata.error.ErrorListener;
import dev.errata.error.Violation;
import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Errors of well-known APIs, written as their documentation has them, and read back.
 */
@Tag("full")
class ExampleWireTests extends EveryStackTests {

	/** What the documents of an API do not say. */
	private static final Map<String, Set<Fact>> UNTOLD = Map.ofEntries(entry("adyen", Fact.VIOLATIONS),
			entry("anthropic", Fact.VIOLATIONS), entry("aspnet", Fact.LOCATION, Fact.CODE_OF_VIOLATION),
			entry("awsrest", Fact.LOCATION, Fact.CODE_OF_VIOLATION), entry("azure", Fact.LOCATION),
			entry("fhir", Fact.LOCATION), entry("github", Fact.LOCATION, Fact.SENTENCE),
			entry("google", Fact.LOCATION, Fact.TYPE_OF_DETAIL), entry("graphql", Fact.LOCATION),
			entry("grpc-gateway", Fact.LOCATION, Fact.CODE_OF_VIOLATION, Fact.TYPE_OF_DETAIL),
			entry("hubspot", Fact.LOCATION), entry("kubernetes", Fact.LOCATION),
			entry("laravel", Fact.LOCATION, Fact.CODE_OF_VIOLATION), entry("msgraph", Fact.LOCATION),
			entry("openai", Fact.LOCATION, Fact.CODE_OF_VIOLATION, Fact.SENTENCE),
			entry("rails", Fact.CODE_OF_VIOLATION), entry("rfc9457", Fact.CODE_OF_VIOLATION),
			entry("salesforce", Fact.LOCATION), entry("scim", Fact.VIOLATIONS, Fact.DETAILS),
			entry("shopify", Fact.LOCATION, Fact.CODE_OF_VIOLATION),
			entry("slack", Fact.MESSAGE, Fact.LOCATION, Fact.CODE_OF_VIOLATION), entry("square", Fact.LOCATION),
			entry("stripe", Fact.LOCATION, Fact.CODE_OF_VIOLATION, Fact.SENTENCE, Fact.FURTHER_VIOLATIONS),
			entry("twilio", Fact.DETAILS), entry("zendesk", Fact.LOCATION));

	@TempDir
	static Path directory;

	private ConfigurableApplicationContext clients;

	@Override
	protected Service start(Container container) {
		assumeTrue(container != Container.JETTY, "What is written does not depend on the servlet container");
		Service service = Service.start(container, false, List.of(Application.class),
				"spring.config.additional-location=" + write("contracts.yml", null));
		URI calls = write("clients.yml", "http://localhost:" + service.port());
		this.clients = new SpringApplicationBuilder(ClientApplication.class).web(WebApplicationType.NONE)
			.run("--spring.config.additional-location=" + calls, "--spring.http.clients.imperative.factory=jdk",
					"--spring.autoconfigure.exclude=${without.redis},${without.security}");
		return service;
	}

	private static URI write(String name, String url) {
		try {
			return Files.writeString(directory.resolve(name), Examples.configuration(url)).toUri();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@AfterParameterizedClassInvocation
	void stopClients() {
		this.clients.close();
	}

	@ParameterizedTest
	@MethodSource("dev.errata.envelope.Examples#names")
	void documentIsThatOfTheApi(String name) {
		Examples.Response expected = Examples.response(name);
		String path = Examples.path(name);
		Answer answer = answer(
				(Examples.isAboutAnOrder(name) ? Exchange.json(path, Examples.ORDER) : Exchange.get(path))
					.withoutRequestId()
					.header(requestIdHeader(Examples.api(name)) + ": " + Exchange.ID));
		assertThat(answer.body()).isEqualTo(expected.body());
		assertThat(answer.status()).isEqualTo(expected.status());
		expected.headers()
			.forEach((header, value) -> assertThat(answer.header(header)).as(header)
				// Jetty writes the name of a charset in its own way
				.isEqualToIgnoringCase(value.equals("-") ? null : value));
		if (!expected.headers().containsKey("Retry-After")) {
			assertThat(answer.header("Retry-After")).isNull();
		}
	}

	@ParameterizedTest
	@MethodSource("dev.errata.envelope.Examples#names")
	void documentIsReadBack(String name) {
		String api = Examples.api(name);
		RestClient client = this.clients.getBean(RemoteApis.class).restClient(api);
		String path = Examples.path(name).substring(api.length() + 1);
		RestClient.RequestHeadersSpec<?> request = Examples.isAboutAnOrder(name)
				? client.post().uri(path).contentType(MediaType.APPLICATION_JSON).body(Examples.ORDER)
				: client.get().uri(path);
		RemoteApiException read = RemoteApiException
			.of(catchThrowable(() -> request.header(requestIdHeader(api), Exchange.ID).retrieve().toBodilessEntity()));
		ApiError sent = bean(Sent.class).errors.get(Examples.path(name));
		assertThat(read.status()).isEqualTo(sent.status());
		assertThat(read.requestId()).isEqualTo(Exchange.ID);
		assertThat(read.code()).isEqualTo(sent.code());
		assertThat(read.retryAfter()).isEqualTo(sent.retryAfter());
		Set<Fact> untold = UNTOLD.getOrDefault(api, Set.of());
		assertThat(read.remoteMessage())
			.isEqualTo(untold.contains(Fact.MESSAGE) && sent.violations().isEmpty() ? null : sent.message());
		assertThat(read.violations()).extracting(Violation::field, Violation::in, Violation::code, Violation::message)
			.containsExactlyElementsOf(violations(sent, untold));
		assertThat(read.details())
			.isEqualTo(untold.contains(Fact.DETAILS) ? Map.of() : details(sent, untold.contains(Fact.TYPE_OF_DETAIL)));
	}

	private static List<Tuple> violations(ApiError sent, Set<Fact> untold) {
		return sent.violations()
			.stream()
			.limit(untold.contains(Fact.VIOLATIONS) ? 0 : untold.contains(Fact.FURTHER_VIOLATIONS) ? 1 : 100)
			.map((violation) -> tuple(violation.field(), untold.contains(Fact.LOCATION) ? null : violation.in(),
					untold.contains(Fact.CODE_OF_VIOLATION) ? StandardCode.FIELD_INVALID.code() : violation.code(),
					untold.contains(Fact.SENTENCE) && !violation.code().equals("custom") ? "" : violation.message()))
			.toList();
	}

	private static Map<String, Object> details(ApiError sent, boolean texts) {
		Map<String, Object> details = new LinkedHashMap<>();
		sent.details().forEach((name, value) -> details.put(name, texts ? value.toString() : value));
		return details;
	}

	@ParameterizedTest
	@MethodSource("dev.errata.envelope.Examples#names")
	void documentFitsTheSchema(String name) {
		Contract contract = bean(Contracts.class).get(Examples.api(name));
		String schema = JsonMapper.shared().writeValueAsString(contract.envelope().schema(contract.catalog()));
		Set<ValidationMessage> faults = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
			.getSchema(schema)
			.validate(Examples.response(name).body(), InputFormat.JSON);
		assertThat(faults).isEmpty();
	}

	@Test
	void documentsThatAreListsHaveTypes() {
		assertThat(answer(Exchange.get("/errors/salesforce.ts")).body())
			.contains("export type SalesforceError = Array<{\n\t\"message\": string;");
		assertThat(answer(Exchange.get("/errors/rails.ts")).body()).contains("\"errors\"?: Array<string>;");
	}

	@Test
	void everyCaseHasADocument() {
		assertThat(Examples.names()).map(Examples::path).doesNotHaveDuplicates();
	}

	private static Map.Entry<String, Set<Fact>> entry(String api, Fact... facts) {
		return Map.entry(api, Set.of(facts));
	}

	private String requestIdHeader(String api) {
		return bean(Contracts.class).get(api).requestId().header();
	}

	private enum Fact {

		/** A message of its own. */
		MESSAGE,
		/** Invalid inputs as such. */
		VIOLATIONS,
		/** More than the first invalid input. */
		FURTHER_VIOLATIONS,
		/** The part of the request that an input is in. */
		LOCATION,
		/** The code of an invalid input. */
		CODE_OF_VIOLATION,
		/** The sentence about an invalid input; GitHub has that of a code. */
		SENTENCE,
		/** Attributes as such. */
		DETAILS,
		/** Whether an attribute is a number. */
		TYPE_OF_DETAIL

	}

	static class Sent implements ErrorListener {

		private final Map<String, ApiError> errors = new ConcurrentHashMap<>();

		@Override
		public void onError(ApiError error) {
			this.errors.put(error.request().path(), error);
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(Handlers.class)
	static class Application {

		@Bean
		Clock clock() {
			return Clock.fixed(Instant.parse("2026-11-01T10:00:00Z"), ZoneOffset.UTC);
		}

		@Bean
		Sent sent() {
			return new Sent();
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class ClientApplication {

	}

	record Order(@NotBlank String customer, List<@Valid Line> lines) {
	}

	record Line(String sku, @Min(1) int quantity) {
	}

	@RestController
	static class Handlers {

		@GetMapping("/{api}/{name}")
		void fail(@PathVariable String api, @PathVariable String name) {
			throw Examples.failure(api + "-" + name);
		}

		@PostMapping("/{api}/orders")
		void order(@Valid @RequestBody Order order) {
		}

	}

}
