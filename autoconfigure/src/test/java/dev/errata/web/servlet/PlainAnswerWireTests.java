package dev.errata.web.servlet;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Exchange.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.web.servlet.function.RouterFunctions.route;

/**
 * Exceptions whose own status is that of a success or a redirect.
 */
@InEachContainer
class PlainAnswerWireTests {

	private static final Map<String, Supplier<RuntimeException>> EXCEPTIONS = Map.ofEntries(
			Map.entry("nothing", NothingException::new), Map.entry("sub", SubException::new),
			Map.entry("ok", OkException::new), Map.entry("same", SameException::new),
			Map.entry("caused", () -> new RuntimeException(new RuntimeException(new NothingException()))),
			Map.entry("caused-same", () -> new RuntimeException(new ResponseStatusException(HttpStatus.NOT_MODIFIED))),
			Map.entry("redirect", PlainAnswerWireTests::redirect), Map.entry("claimed", ClaimedException::new),
			Map.entry("known", () -> new ResponseStatusException(HttpStatus.CONFLICT, null, new NothingException())),
			Map.entry("claimed-cause", () -> new ClaimedException(new NothingException())));

	@Parameter
	private Container container;

	private Service service;

	@BeforeParameterizedClassInvocation
	void start() {
		this.service = Service.start(this.container, false, List.of(Application.class), WireTests.ENVELOPE,
				"errata.codes.claimed.status=402",
				"errata.codes.claimed.exceptions=" + ClaimedException.class.getName());
	}

	@AfterParameterizedClassInvocation
	void stop() {
		this.service.close();
	}

	@TestFactory
	Stream<DynamicTest> haveNoBody() {
		return Stream
			.of(of("DELETE", "/throw/nothing"), get("/throw/nothing"), of("HEAD", "/throw/nothing"), post("/throw/sub"),
					get("/throw/ok"), get("/throw/same"), get("/throw/caused"), get("/throw/caused-same"),
					get("/throw/redirect"), get("/call/nothing"), get("/call/caused"), get("/function/nothing"),
					get("/function/caused"), get("/anything").header("X-Filter: nothing"),
					get("/anything").header("X-Filter: caused"))
			.map((exchange) -> DynamicTest.dynamicTest(exchange + ", " + this.container, () -> verify(exchange)));
	}

	private void verify(Exchange exchange) {
		String name = exchange.toString();
		int status = name.endsWith("ok") ? 200 : name.endsWith("same") ? 304 : name.endsWith("redirect") ? 303 : 204;
		try (Failures failures = Failures.logged()) {
			Answer answer = this.service.answer(exchange);
			assertThat(answer.status()).isEqualTo(status);
			assertThat(answer.body()).isEmpty();
			assertThat(answer.header("Content-Type")).isNull();
			assertThat(answer.header("Location")).isEqualTo((status == 303) ? "/elsewhere" : null);
			assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
			assertThat(answer.whole()).isTrue();
			assertThat(failures.lines()).isEmpty();
		}
	}

	@TestFactory
	Stream<DynamicTest> areFailuresWhereSomethingElseFitsBefore() {
		return Map.of("claimed", 402, "claimed-cause", 402, "known", 409)
			.entrySet()
			.stream()
			.map((row) -> DynamicTest.dynamicTest(row.getKey() + ", " + this.container, () -> {
				Answer answer = this.service.answer(get("/throw/" + row.getKey()));
				assertThat(answer.status()).isEqualTo(row.getValue());
				assertThat(answer.body()).contains("\"status\":" + row.getValue());
			}));
	}

	private static RuntimeException redirect() {
		ErrorResponseException exception = new ErrorResponseException(HttpStatus.SEE_OTHER,
				ProblemDetail.forStatus(HttpStatus.SEE_OTHER), null);
		exception.getHeaders().set(HttpHeaders.LOCATION, URI.create("/elsewhere").toString());
		return exception;
	}

	@ResponseStatus(HttpStatus.NO_CONTENT)
	static class NothingException extends RuntimeException {

	}

	static class SubException extends NothingException {

	}

	@ResponseStatus(code = HttpStatus.OK, reason = WireTests.SECRET)
	static class OkException extends RuntimeException {

	}

	@ResponseStatus(HttpStatus.NOT_MODIFIED)
	static class SameException extends RuntimeException {

	}

	@ResponseStatus(HttpStatus.NO_CONTENT)
	static class ClaimedException extends RuntimeException {

		ClaimedException() {
		}

		ClaimedException(Throwable cause) {
			super(cause);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@RequestMapping("/throw/{name}")
		void raise(@PathVariable String name) {
			throw EXCEPTIONS.get(name).get();
		}

		@RequestMapping("/call/{name}")
		Callable<String> call(@PathVariable String name) {
			return () -> {
				throw EXCEPTIONS.get(name).get();
			};
		}

		@Bean
		RouterFunction<ServerResponse> functions() {
			return route().GET("/function/{name}", (request) -> {
				throw EXCEPTIONS.get(request.pathVariable("name")).get();
			}).build();
		}

		@Bean
		Filter throwing() {
			return (request, response, chain) -> {
				String name = ((HttpServletRequest) request).getHeader("X-Filter");
				if (name != null) {
					throw EXCEPTIONS.get(name).get();
				}
				chain.doFilter(request, response);
			};
		}

	}

}
