package dev.errata.web.servlet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.ContainerTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.resource.NoResourceFoundException;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Error statuses without a body that only Spring MVC has: those of the framework are
 * answered, those of the application stay.
 */
@InEachContainer
class ServletBareStatusWireTests extends ContainerTests {

	private static final Instant MODIFIED = Instant.parse("2026-11-21T06:00:00Z");

	private static final String BEFORE = "Fri, 20 Nov 2026 06:00:00 GMT";

	private static final String REFUSED = document(412, "client_error", "The request could not be answered.");

	@TempDir
	private static Path files;

	@Override
	protected Service start(Container container) throws IOException {
		Files.writeString(files.resolve("index.html"), "welcome");
		Files.writeString(files.resolve("a.txt"), "0123456789");
		return Service.start(container, false, List.of(Application.class), ENVELOPE,
				"spring.web.resources.static-locations=file:" + files + "/", "errata.idempotency.enabled=true",
				"errata.idempotency.store=memory");
	}

	@TestFactory
	Stream<DynamicTest> conditionsThatDoNotHold() {
		return service().table(get("/fine"), unmodified("GET", "/"), unmodified("GET", "/checked"),
				unmodified("GET", "/callable"), unmodified("GET", "/fn/entity"), unmodified("PUT", "/checked"),
				refused(of("PUT", "/checked").header("If-Match: \"2\"")),
				refused(of("PUT", "/checked").header("If-None-Match: \"1\"")),
				refused(of("DELETE", "/checked").header("If-None-Match: *")));
	}

	private static Row unmodified(String method, String path) {
		return refused(of(method, path).header("If-Unmodified-Since: " + BEFORE));
	}

	private static Row refused(Exchange exchange) {
		return row(exchange).is(412, "client_error", "The request could not be answered.").isLoggedOnce();
	}

	@Test
	void requestWithKeyIsRefusedAsOneWithout() {
		for (int i = 0; i < 2; i++) {
			Answer answer = answer(of("POST", "/checked").header("If-Match: \"2\"").header("Idempotency-Key: refused"));
			assertThat(answer.body()).isEqualTo(REFUSED);
			assertThat(answer.status()).isEqualTo(412);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/checked", "/callable" })
	void headHasNoBody(String path) {
		Answer answer = answer(of("HEAD", path).header("If-Unmodified-Since: " + BEFORE));
		assertThat(answer.status()).isEqualTo(412);
		assertThat(answer.body()).isEmpty();
		assertThat(answer.header("Content-Length")).isEqualTo(String.valueOf(REFUSED.length()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/checked", "/fn/entity" })
	void whatIsNotModifiedIsNoError(String path) {
		Answer answer = answer(get(path).header("If-None-Match: \"1\""));
		assertThat(answer.status()).isEqualTo(304);
		assertThat(answer.body()).isEmpty();
		assertThat(answer.header("ETag")).isEqualTo("\"1\"");
	}

	@ParameterizedTest
	@CsvSource({ "GET,/,image/png,406,not_acceptable", "PUT,/fn/files/a.txt,*/*,405,method_not_allowed" })
	void refusedByHandlersOfFiles(String method, String path, String accept, int status, String code) {
		Answer answer = answer(of(method, path).header("Accept: " + accept));
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.body()).startsWith("{\"code\":\"" + code + "\",\"status\":" + status);
		if (status == 405) {
			assertThat(answer.header("Allow").split(",")).containsExactlyInAnyOrder("GET", "HEAD", "OPTIONS");
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "bytes=0-1,1-2,2-3,3-4,4-5,5-6,6-7,7-8,8-9,0-9", "bytes=0-9,0-9", "bytes=10-", "lines=1-2" })
	void rangesThatNobodyServes(String range) {
		for (String path : List.of("/fn/resource", "/fn/files/a.txt")) {
			Answer answer = answer(get(path).header("Range: " + range));
			assertThat(answer.body()).as(path)
				.isEqualTo(document(416, "client_error", "The request could not be answered."));
			assertThat(answer.status()).isEqualTo(416);
			assertThat(answer.header("Content-Range")).isEqualTo("bytes */10");
		}
	}

	@ParameterizedTest
	@CsvSource({ "/own/status,418", "/fn/own,404", "/own/controller,410", "/nowhere,404" })
	void whatTheApplicationLeavesUnsaidStaysSo(String path, int status) {
		Answer answer = answer(get(path).header("If-Match: \"1\""));
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.body()).isEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ConditionalController.class, OwnAdvice.class, WireTests.FineController.class })
	static class Application implements WebMvcConfigurer {

		@Override
		public void addViewControllers(ViewControllerRegistry registry) {
			registry.addStatusController("/own/controller", HttpStatus.GONE);
		}

		@Bean
		RouterFunction<ServerResponse> functions() {
			return RouterFunctions.route()
				.GET("/fn/entity", (request) -> ServerResponse.ok().eTag("1").lastModified(MODIFIED).body("entity"))
				.GET("/fn/own", (request) -> ServerResponse.notFound().build())
				.GET("/fn/resource",
						(request) -> ServerResponse.ok().body(new ByteArrayResource("0123456789".getBytes())))
				.resources("/fn/files/**", new FileSystemResource(files + "/"))
				.build();
		}

	}

	@RestController
	static class ConditionalController {

		@GetMapping("/callable")
		Callable<ResponseEntity<String>> callable() {
			return () -> ResponseEntity.ok().lastModified(MODIFIED).body("later");
		}

		@RequestMapping("/checked")
		String checked(WebRequest request) {
			return request.checkNotModified("1", MODIFIED.toEpochMilli()) ? null : "checked";
		}

		@GetMapping("/own/status")
		void ownStatus(HttpServletResponse response) {
			response.setStatus(418);
		}

	}

	@RestControllerAdvice
	static class OwnAdvice {

		@ExceptionHandler
		ResponseEntity<Void> handle(NoResourceFoundException exception) {
			return ResponseEntity.notFound().build();
		}

	}

}
