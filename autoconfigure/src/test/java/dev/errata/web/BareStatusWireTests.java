package dev.errata.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Error statuses without a body: those of the framework are answered, those of the
 * application stay.
 */
class BareStatusWireTests extends EveryStackTests {

	private static final Instant MODIFIED = Instant.parse("2026-11-21T06:00:00Z");

	private static final String BEFORE = "Fri, 20 Nov 2026 06:00:00 GMT";

	private static final String REFUSED = WireTests.document(412, "client_error", "The request could not be answered.");

	@TempDir
	private static Path files;

	@Override
	protected Service start(Service.Container container) {
		try {
			Files.writeString(files.resolve("a.txt"), "0123456789");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return Service.start(container, false, List.of(Application.class), WireTests.ENVELOPE,
				"spring.web.resources.static-locations=file:" + files + "/");
	}

	@TestFactory
	Stream<DynamicTest> conditionsThatDoNotHold() {
		return table(unmodified("GET", "/a.txt"), unmodified("GET", "/entity"), unmodified("GET", "/later"));
	}

	private static Row unmodified(String method, String path) {
		return refused(of(method, path).header("If-Unmodified-Since: " + BEFORE));
	}

	private static Row refused(Exchange exchange) {
		return row(exchange).is(412, "client_error", "The request could not be answered.").isLoggedOnce();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a.txt", "/later" })
	void headHasNoBody(String path) {
		Answer answer = answer(of("HEAD", path).header("If-Unmodified-Since: " + BEFORE));
		assertThat(answer.status()).isEqualTo(412);
		assertThat(answer.body()).isEmpty();
		assertThat(answer.header("Content-Length")).isEqualTo(String.valueOf(REFUSED.length()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/entity", "/later" })
	void whatIsNotModifiedIsNoError(String path) {
		Answer answer = answer(get(path).header("If-None-Match: \"1\""));
		assertThat(answer.status()).isEqualTo(304);
		assertThat(answer.body()).isEmpty();
		assertThat(answer.header("ETag")).isEqualTo("\"1\"");
	}

	@ParameterizedTest
	@CsvSource({ "PUT,/a.txt,*/*,405,method_not_allowed", "GET,/nothing.txt,*/*,404,not_found" })
	void refusedByHandlersOfFiles(String method, String path, String accept, int status, String code) {
		Answer answer = answer(of(method, path).header("Accept: " + accept));
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.body()).startsWith("{\"code\":\"" + code + "\",\"status\":" + status);
		if (status == 405) {
			assertThat(answer.header("Allow").split(", ?")).containsExactlyInAnyOrder("GET", "HEAD");
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "bytes=0-1,1-2,2-3,3-4,4-5,5-6,6-7,7-8,8-9,0-9", "bytes=0-9,0-9", "bytes=10-", "lines=1-2" })
	void rangesThatNobodyServes(String range) {
		for (String path : List.of("/a.txt", "/resource")) {
			Answer answer = answer(get(path).header("Range: " + range));
			assertThat(answer.body()).as(path)
				.isEqualTo(WireTests.document(416, "client_error", "The request could not be answered."));
			assertThat(answer.status()).isEqualTo(416);
			if (!container().isReactive()) {
				// Spring WebFlux does not tell how long the resource is
				assertThat(answer.header("Content-Range")).isEqualTo("bytes */10");
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "/own/entity,410,", "/own/later,410,", "/own/status,418,", "/own/conflict,412,mine",
			"/own/advice,412,", "/own/annotated,409,", "/own/none,404," })
	void whatTheApplicationLeavesUnsaidStaysSo(String path, int status, String body) {
		Answer answer = answer(get(path).header("If-Match: \"1\""));
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.body()).isEqualTo((body != null) ? body : "");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ConditionalController.class, OwnAdvice.class, WireTests.FineController.class })
	static class Application {

	}

	@RestController
	static class ConditionalController {

		@GetMapping("/entity")
		ResponseEntity<String> entity() {
			return ResponseEntity.ok().eTag("1").lastModified(MODIFIED).body("entity");
		}

		@GetMapping("/later")
		CompletableFuture<ResponseEntity<String>> later() {
			return CompletableFuture
				.supplyAsync(() -> ResponseEntity.ok().eTag("1").lastModified(MODIFIED).body("later"));
		}

		@GetMapping("/resource")
		Resource resource() {
			return new ByteArrayResource("0123456789".getBytes());
		}

		@GetMapping("/own/entity")
		ResponseEntity<Void> own() {
			return ResponseEntity.status(HttpStatus.GONE).build();
		}

		@GetMapping("/own/later")
		CompletableFuture<ResponseEntity<Void>> ownLater() {
			return CompletableFuture.supplyAsync(() -> ResponseEntity.status(HttpStatus.GONE).build());
		}

		@GetMapping("/own/status")
		@ResponseStatus(HttpStatus.I_AM_A_TEAPOT)
		void ownStatus() {
		}

		@GetMapping("/own/none")
		@ResponseStatus(HttpStatus.NOT_FOUND)
		CompletableFuture<Void> none() {
			return CompletableFuture.completedFuture(null);
		}

		@GetMapping("/own/advice")
		void ownAdvice() {
			throw new IllegalStateException();
		}

		@GetMapping("/own/annotated")
		void ownAnnotatedAdvice() {
			throw new IllegalArgumentException();
		}

		@GetMapping("/own/conflict")
		ResponseEntity<String> ownConflict() {
			return ResponseEntity.status(HttpStatus.PRECONDITION_FAILED).body("mine");
		}

	}

	@RestControllerAdvice
	static class OwnAdvice {

		@ExceptionHandler
		ResponseEntity<Void> handle(IllegalStateException exception) {
			return ResponseEntity.status(HttpStatus.PRECONDITION_FAILED).build();
		}

		@ExceptionHandler
		@ResponseStatus(HttpStatus.CONFLICT)
		void handle(IllegalArgumentException exception) {
		}

	}

}
