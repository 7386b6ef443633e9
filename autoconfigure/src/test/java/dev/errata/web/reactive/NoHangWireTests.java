package dev.errata.web.reactive;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a reactive application throws or signals, at once or later, on this thread or
 * another, it is answered and logged once. Nothing waits for ever.
 */
@Tag("soak")
@ParameterizedClass(name = "{0}")
@EnumSource(value = Service.Container.class, names = { "NETTY", "REACTIVE_JETTY", "REACTIVE_TOMCAT" })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NoHangWireTests {

	@Parameter
	Service.Container container;

	private Service service;

	private ExecutorService clients;

	@BeforeParameterizedClassInvocation
	void start() {
		this.clients = Executors.newCachedThreadPool();
		// they would be hundreds of thousands of lines
		this.service = Service.start(this.container, false, List.of(Application.class), "logging.level.reactor=off",
				"logging.level.io.netty=off", "errata.codes.internal_error.status=500",
				"errata.codes.internal_error.log.stack=false", "logging.level.errata=error");
	}

	@AfterParameterizedClassInvocation
	void stop() {
		this.service.close();
		this.clients.shutdownNow();
	}

	@TestFactory
	Stream<DynamicTest> failureIsAnswered() {
		return Stream.of("annotated", "functional", "filter", "body", "mono", "advice")
			.flatMap((door) -> Stream.of(FailingPublisher.values())
				.map((when) -> DynamicTest.dynamicTest(door + " " + when,
						() -> assertAnswered("/" + door + "/" + when + "/"))));
	}

	@TestFactory
	Stream<DynamicTest> exceptionHandlerOfApplicationWins() {
		// what was sent already is cut off
		return Stream.of(FailingPublisher.values())
			.filter((when) -> when.compareTo(FailingPublisher.FLUX) < 0)
			.map((when) -> DynamicTest.dynamicTest(when.name(), () -> assertCaught("/caught/" + when + "/")));
	}

	private void assertAnswered(String prefix) throws Exception {
		List<String> wrong = new ArrayList<>();
		try (Failures failures = Failures.logged()) {
			for (Result result : ask(prefix)) {
				String path = prefix + result.what();
				List<String> lines = failures.lines()
					.stream()
					.map(ILoggingEvent::getFormattedMessage)
					.filter((line) -> line.contains(" " + path + " "))
					.toList();
				if (!result.isError() || !result.isLogged(lines.size())) {
					wrong.add(result.what() + " " + result.text() + " logged " + lines.size());
				}
			}
		}
		assertThat(wrong).isEmpty();
		assertThat(this.service.answer(Exchange.get("/fine")).body()).isEqualTo("fine");
	}

	/** What Reactor throws may not come to the exception handler, and is answered. */
	private void assertCaught(String prefix) throws Exception {
		assertThat(ask(prefix).stream()
			.filter((result) -> !result.text().equals("caught") && !(result.what().isFatal() && result.isError()))
			.map((result) -> result.what() + " " + result.text())).isEmpty();
	}

	private List<Result> ask(String prefix) throws Exception {
		List<Callable<Result>> requests = new ArrayList<>();
		for (HostileThrowable what : HostileThrowable.values()) {
			if (FailingPublisher.valueOf(prefix.split("/")[2]).isTold(what)) {
				requests.add(() -> ask(prefix, what));
			}
		}
		List<Result> results = new ArrayList<>();
		for (Future<Result> result : this.clients.invokeAll(requests)) {
			results.add(result.get());
		}
		return results;
	}

	private Result ask(String prefix, HostileThrowable what) {
		boolean body = prefix.startsWith("/body/") || prefix.startsWith("/mono/");
		String target = prefix + what;
		Exchange request = body ? Exchange.post(target).body("text").header("Content-Type: text/plain")
				: Exchange.get(target);
		byte[] bytes = request.bytesFrom(this.service.port());
		return new Result(what, (bytes.length > 0) ? Answer.parse(bytes, false) : null, Cut.of(prefix));
	}

	/**
	 * What came back.
	 *
	 * @param what what was thrown
	 * @param answer the answer, or {@code null} if the connection was closed without one
	 * @param cut whether a failure may cut it off
	 */
	private record Result(HostileThrowable what, Answer answer, Cut cut) {

		boolean isError() {
			return this.cut.allows(this.answer) || isAnswer();
		}

		boolean isLogged(int lines) {
			return lines == 1 || (lines == 2 && this.cut == Cut.AFTER_ITS_HEAD);
		}

		private boolean isAnswer() {
			if (this.answer == null || this.answer.status() == 200) {
				// what was sent already is cut off, and may be ended by the connection
				return this.answer != null && (!this.answer.whole() || this.answer.header("Transfer-Encoding") == null);
			}
			return this.answer.status() == 500 && this.answer.whole()
					&& this.answer.body().contains("\"internal_error\"") && this.answer.body().contains(Exchange.ID);
		}

		String text() {
			return (this.answer != null) ? this.answer.body() : "no answer";
		}

	}

	/**
	 * How a failure may cut an answer off, when two threads fail at once and the other
	 * has begun to send what was right until then. Both failures may be logged.
	 */
	private enum Cut {

		NEVER {
			@Override
			boolean allows(Answer answer) {
				return false;
			}
		},

		AFTER_ITS_HEAD {
			@Override
			boolean allows(Answer answer) {
				return answer != null && answer.status() == 500 && !answer.whole();
			}
		};

		abstract boolean allows(Answer answer);

		static Cut of(String prefix) {
			// the other doors wait for the last value
			return prefix.matches("/(annotated|body|mono)/" + FailingPublisher.PARALLEL + "/") ? AFTER_ITS_HEAD : NEVER;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ FailingController.class, CatchingController.class, StumblingController.class })
	static class Application {

		@Bean
		RouterFunction<ServerResponse> functional() {
			return RouterFunctions.route()
				.GET("/functional/{when}/{what}",
						(request) -> Flux.from(failing(request)).collectList().flatMap(ServerResponse.ok()::bodyValue))
				.build();
		}

		private static Publisher<Object> failing(ServerRequest request) {
			return FailingPublisher.valueOf(request.pathVariable("when"))
				.failing(HostileThrowable.valueOf(request.pathVariable("what")));
		}

		@Bean
		WebFilter filter() {
			return (exchange, chain) -> {
				String[] path = exchange.getRequest().getPath().value().split("/");
				return path[1].equals("filter")
						? Flux.from(FailingPublisher.valueOf(path[2]).failing(HostileThrowable.valueOf(path[3]))).then()
						: chain.filter(exchange);
			};
		}

	}

	@RestController
	static class FailingController {

		@GetMapping("/annotated/{when}/{what}")
		Publisher<Object> annotated(@PathVariable FailingPublisher when, @PathVariable HostileThrowable what) {
			return when.failing(what);
		}

		@PostMapping("/body/{when}/{what}")
		Publisher<Object> body(@PathVariable FailingPublisher when, @PathVariable HostileThrowable what,
				@RequestBody String body) {
			return when.failing(what);
		}

		@PostMapping("/mono/{when}/{what}")
		Flux<Object> mono(@PathVariable FailingPublisher when, @PathVariable HostileThrowable what,
				@RequestBody Mono<String> body) {
			return body.flatMapMany((text) -> when.failing(what));
		}

		@GetMapping("/fine")
		String fine() {
			return "fine";
		}

	}

	@RestController
	static class CatchingController {

		@GetMapping("/caught/{when}/{what}")
		Publisher<Object> caught(@PathVariable FailingPublisher when, @PathVariable HostileThrowable what) {
			return when.failing(what);
		}

		@ExceptionHandler
		ResponseEntity<String> caught(Throwable exception) {
			return ResponseEntity.status(418).body("caught");
		}

	}

	@RestController
	static class StumblingController {

		@GetMapping("/advice/{when}/{what}")
		String advice(@PathVariable FailingPublisher when, @PathVariable HostileThrowable what) {
			throw new StumblingException(when, what);
		}

		@ExceptionHandler
		Mono<String> stumble(StumblingException exception) {
			return Flux.from(exception.when.failing(exception.what)).last().map(Object::toString);
		}

	}

	private static class StumblingException extends RuntimeException {

		private final FailingPublisher when;

		private final HostileThrowable what;

		StumblingException(FailingPublisher when, HostileThrowable what) {
			super("stumbling");
			this.when = when;
			this.what = what;
		}

	}

}
