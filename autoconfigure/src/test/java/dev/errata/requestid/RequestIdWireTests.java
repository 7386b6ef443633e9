package dev.errata.requestid;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.InEveryStack;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import reactor.core.publisher.Hooks;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ids of requests, on successes and failures.
 */
@InEveryStack
class RequestIdWireTests {

	private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

	private static final String UUID_V7 = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

	@Parameter
	private Service.Container container;

	private Service service;

	@BeforeParameterizedClassInvocation
	void start() {
		this.service = Service.start(this.container, false, List.of(Application.class, WireTests.FineController.class),
				WireTests.ENVELOPE, "errata.contracts.own.paths=/own/**",
				"errata.contracts.own.request-id.accept=false", "errata.contracts.own.request-id.prefix=req_",
				"errata.contracts.own.request-id.style=hex-v7", "errata.contracts.own.request-id.header=X-Own-Id",
				"errata.contracts.v7.paths=/v7/**", "errata.contracts.v7.request-id.style=uuid-v7",
				"spring.reactor.context-propagation=auto");
	}

	@AfterParameterizedClassInvocation
	void stop() {
		this.service.close();
		Hooks.disableAutomaticContextPropagation();
	}

	private Answer answer(Exchange exchange) {
		return this.service.answer(exchange);
	}

	static List<String> wellFormed() {
		return List.of("a", "Az09._-", "x".repeat(128));
	}

	static List<String> malformed() {
		return List.of("", "x".repeat(129), "a b", "a;b", "a,b", "<a>", "\u00E4", "a\tb", "a/b", "{code}", "%0d%0a");
	}

	@ParameterizedTest
	@MethodSource("wellFormed")
	void wellFormedIdIsEchoed(String id) {
		for (String path : List.of("/id", "/fail", "/nothing", "/error")) {
			Answer answer = answer(get(path).requestId(id));
			assertThat(answer.header("X-Request-Id")).isEqualTo(id);
			assertThat(answer.body()).contains(id);
		}
	}

	@ParameterizedTest
	@MethodSource("malformed")
	void malformedIdIsReplaced(String id) {
		for (String path : List.of("/id", "/fail", "/nothing")) {
			Answer answer = answer(get(path).requestId(id));
			assertThat(answer.header("X-Request-Id")).matches(UUID);
			assertThat(answer.body()).contains(answer.header("X-Request-Id"));
		}
	}

	@Test
	void foldedHeaderCannotSplitTheAnswer() {
		Answer answer = answer(get("/fail").requestId("a\r\n X-Evil: 1"));
		assertThat(answer.headers()).doesNotContainKey("X-Evil");
	}

	@Test
	void missingIdIsMade() {
		Answer first = answer(get("/id").withoutRequestId());
		Answer second = answer(get("/id").withoutRequestId());
		assertThat(first.header("X-Request-Id")).matches(UUID).isNotEqualTo(second.header("X-Request-Id"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/own/id", "/own/fail", "/own/nothing" })
	void idsOfAContractAreItsOwn(String path) {
		Answer answer = answer(get(path).header("X-Own-Id: mine"));
		assertThat(answer.header("X-Own-Id")).matches("req_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}");
		assertThat(answer.body()).contains(answer.header("X-Own-Id"));
		assertThat(answer.header("X-Request-Id")).isNull();
	}

	@Test
	void idsThatSortByTime() {
		String first = answer(get("/v7/id").withoutRequestId()).header("X-Request-Id");
		assertThat(first).matches(UUID_V7);
		assertThat(answer(get("/v7/id").requestId("mine")).header("X-Request-Id")).isEqualTo("mine");
	}

	@Test
	void requestsAtOnceKeepTheirIdsApart() {
		Map<String, Answer> answers = IntStream.range(0, 200)
			.parallel()
			.mapToObj((number) -> "id-" + number)
			.collect(Collectors.toConcurrentMap(Function.identity(), (id) -> answer(get("/fail").requestId(id))));
		assertThat(answers).hasSize(200).allSatisfy((id, answer) -> {
			assertThat(answer.header("X-Request-Id")).isEqualTo(id);
			assertThat(answer.body()).contains("\"" + id + "\"");
		});
	}

	@Test
	void idIsThatOfTheLogLine() {
		try (Failures failures = Failures.logged()) {
			Answer answer = answer(get("/fail").withoutRequestId());
			assertThat(failures.lines()).singleElement()
				.satisfies((line) -> assertThat(line.getMDCPropertyMap()).containsEntry("requestId",
						answer.header("X-Request-Id")));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@RestController
		static class IdController {

			@GetMapping({ "/id", "/own/id", "/v7/id" })
			String id() {
				return MDC.get("requestId");
			}

			@GetMapping({ "/fail", "/own/fail" })
			String fail() {
				throw new IllegalStateException(WireTests.SECRET);
			}

		}

	}

}
