package dev.errata.web;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.AnyFilter;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import reactor.core.publisher.Mono;

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
import org.springframework.web.reactive.function.server.RouterFunctions;
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
class PlainAnswerWireTests extends EveryStackTests {

	private static final Map<String, Supplier<RuntimeException>> EXCEPTIONS = Map.ofEntries(
			Map.entry("nothing", NothingException::new), Map.entry("sub", SubException::new),
			Map.entry("ok", OkException::new), Map.entry("same", SameException::new),
			Map.entry("caused", () -> new RuntimeException(new RuntimeException(new NothingException()))),
			Map.entry("caused-same", () -> new RuntimeException(new ResponseStatusException(HttpStatus.NOT_MODIFIED))),
			Map.entry("redirect", PlainAnswerWireTests::redirect), Map.entry("claimed", ClaimedException::new),
			Map.entry("known", () -> new ResponseStatusException(HttpStatus.CONFLICT, null, new NothingException())),
			Map.entry("claimed-cause", () -> new ClaimedException(new NothingException())));

	@Override
	protected Service start(Container container) {
		return Service.start(container, false,
				List.of(Application.class, container.pick(OfServlets.class, OfWebFlux.class),
						container.pick(AnyFilter.OfServlets.class, AnyFilter.OfWebFlux.class)),
				ENVELOPE, "errata.codes.claimed.status=402",
				"errata.codes.claimed.exceptions=" + ClaimedException.class.getName());
	}

	@TestFactory
	Stream<DynamicTest> haveNoBody() {
		return Stream
			.of(of("DELETE", "/throw/nothing"), get("/throw/nothing"), of("HEAD", "/throw/nothing"), post("/throw/sub"),
					get("/throw/ok"), get("/throw/same"), get("/throw/caused"), get("/throw/caused-same"),
					get("/throw/redirect"), get("/call/nothing"), get("/call/caused"), get("/function/nothing"),
					get("/function/caused"), get("/anything").header("X-Filter: nothing"),
					get("/anything").header("X-Filter: caused"))
			.map((exchange) -> DynamicTest.dynamicTest(exchange.toString(), () -> verify(exchange)));
	}

	private void verify(Exchange exchange) {
		String name = exchange.toString();
		int status = name.endsWith("ok") ? 200 : name.endsWith("same") ? 304 : name.endsWith("redirect") ? 303 : 204;
		try (Failures failures = Failures.logged()) {
			Answer answer = answer(exchange);
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
			.map((row) -> DynamicTest.dynamicTest(row.getKey(), () -> {
				Answer answer = answer(get("/throw/" + row.getKey()));
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

	@ResponseStatus(code = HttpStatus.OK, reason = SECRET)
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

		@Bean
		AnyFilter throwing() {
			return (request) -> {
				String name = request.header("X-Filter");
				if (name != null) {
					throw EXCEPTIONS.get(name).get();
				}
				return AnyFilter.PASS;
			};
		}

	}

	@RestController
	static class OfServlets {

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

	}

	@RestController
	static class OfWebFlux {

		@RequestMapping("/call/{name}")
		Mono<String> call(@PathVariable String name) {
			return Mono.error(EXCEPTIONS.get(name));
		}

		@Bean
		org.springframework.web.reactive.function.server.RouterFunction<?> functions() {
			return RouterFunctions.route().GET("/function/{name}", (request) -> {
				throw EXCEPTIONS.get(request.pathVariable("name")).get();
			}).build();
		}

	}

}
