package dev.errata.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import dev.errata.catalog.StandardCode;
import dev.errata.error.ErrorCodeException;
import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.Service;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.MethodNotAllowedException;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.post;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Exception handlers of the application, which win.
 */
class OwnAdviceWireTests extends EveryStackTests {

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false,
				List.of(Application.class, container.pick(ServletAdvice.class, WebFluxAdvice.class)), ENVELOPE);
	}

	@ParameterizedTest
	@CsvSource({ "local, 418", "unordered, 419", "ordered, 420", "last, 422", "response, 423" })
	void handlerOfTheApplicationWins(String name, int status) {
		try (Failures failures = Failures.logged()) {
			Answer answer = answer(get("/throw/" + name));
			assertThat(answer.status()).isEqualTo(status);
			assertThat(answer.body()).isEqualTo("own");
			assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
			assertThat(failures.lines()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource("/throw/local")
	void handlerForWhatSpringThrowsWins(String path) {
		Answer answer = answer(post(path));
		assertThat(answer.status()).isEqualTo(421);
		assertThat(answer.body()).isEqualTo("own");
	}

	@TestFactory
	Stream<DynamicTest> others() {
		return table(row("nobody's", get("/throw/nobodys")).is(500, "internal_error", "An unexpected error occurred."),
				row("a handler that fails itself", get("/throw/failing")).is(500, "internal_error",
						"An unexpected error occurred."),
				row("one for all exceptions", get("/all/fail")).isForeign(424, "own"),
				row("one for all exceptions, and one that throws codes again", get("/all/code")).is(404, "not_found",
						"The requested resource does not exist."));
	}

	static class LocalException extends RuntimeException {

	}

	static class UnorderedException extends RuntimeException {

	}

	static class OrderedException extends RuntimeException {

	}

	static class LastException extends RuntimeException {

	}

	static class WrittenException extends RuntimeException {

	}

	static class FailingException extends RuntimeException {

		FailingException() {
			super(SECRET);
		}

	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import({ FineController.class, HandlingController.class, UnorderedAdvice.class, OrderedAdvice.class,
			LastAdvice.class })
	static class Application {

		@RestController
		static class ThrowingController {

			@GetMapping("/throw/{name}")
			String fail(@PathVariable String name) throws Exception {
				throw switch (name) {
					case "local" -> new LocalException();
					case "unordered" -> new UnorderedException();
					case "ordered" -> new OrderedException();
					case "last" -> new LastException();
					case "response" -> new WrittenException();
					case "failing" -> new FailingException();
					default -> new IllegalStateException(SECRET);
				};
			}

			@ExceptionHandler
			ResponseEntity<String> local(LocalException exception) {
				return ResponseEntity.status(418).body("own");
			}

		}

	}

	@RestController
	static class HandlingController {

		@GetMapping("/all/fail")
		String fail() {
			throw new IllegalStateException(SECRET);
		}

		@GetMapping("/all/code")
		String code() {
			throw new ErrorCodeException(StandardCode.NOT_FOUND);
		}

		@ExceptionHandler(Exception.class)
		ResponseEntity<String> any() {
			return ResponseEntity.status(424).body("own");
		}

		@ExceptionHandler
		void code(ErrorCodeException exception) {
			throw exception;
		}

	}

	@RestControllerAdvice
	static class UnorderedAdvice {

		@ExceptionHandler
		ResponseEntity<String> unordered(UnorderedException exception) {
			return ResponseEntity.status(419).body("own");
		}

		@ExceptionHandler
		ResponseEntity<String> failing(FailingException exception) {
			throw new IllegalArgumentException(SECRET);
		}

	}

	@RestControllerAdvice
	static class ServletAdvice {

		@ExceptionHandler
		ResponseEntity<String> ofSpring(HttpRequestMethodNotSupportedException exception) {
			return ResponseEntity.status(421).body("own");
		}

		@ExceptionHandler
		void written(WrittenException exception, HttpServletResponse response) throws IOException {
			response.setStatus(423);
			response.getWriter().write("own");
		}

	}

	@RestControllerAdvice
	static class WebFluxAdvice {

		@ExceptionHandler
		ResponseEntity<String> ofSpring(MethodNotAllowedException exception) {
			return ResponseEntity.status(421).body("own");
		}

		@ExceptionHandler
		Mono<Void> written(WrittenException exception, ServerHttpResponse response) {
			response.setRawStatusCode(423);
			return response.writeWith(Mono.fromSupplier(
					() -> response.bufferFactory().allocateBuffer(1).write("own".getBytes(StandardCharsets.UTF_8))));
		}

	}

	@RestControllerAdvice
	@Order(0)
	static class OrderedAdvice {

		@ExceptionHandler
		ResponseEntity<String> ordered(OrderedException exception) {
			return ResponseEntity.status(420).body("own");
		}

	}

	@RestControllerAdvice
	@Order(Ordered.LOWEST_PRECEDENCE)
	static class LastAdvice {

		@ExceptionHandler
		ResponseEntity<String> last(LastException exception) {
			return ResponseEntity.status(422).body("own");
		}

	}

}
