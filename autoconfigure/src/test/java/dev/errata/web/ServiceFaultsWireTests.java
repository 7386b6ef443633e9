package dev.errata.web;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Exchange;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a service does wrong beside throwing: each ends in one whole document and one log
 * line.
 */
class ServiceFaultsWireTests extends EveryStackTests {

	private static final String UNEXPECTED = "An unexpected error occurred.";

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), ENVELOPE, "late.limit=" + SECRET,
				"spring.web.resources.static-locations=classpath:/pages/");
	}

	@TestFactory
	Stream<DynamicTest> faults() {
		return logged(row("interrupted thread", get("/interrupted")).is(500, "internal_error", UNEXPECTED),
				row("value of a bean that is created late", get("/late-bean")).is(500, "internal_error", UNEXPECTED),
				row("header without a value", get("/header-without-value")).is(409, "conflict", "taken")
					.with("X-None", null),
				row("range that is not there tells what is", get("/no-range"))
					.is(416, "client_error", "The request could not be answered.")
					.with("Content-Range", "bytes */10"));
	}

	@Test
	void statusThatCannotBeToldIsAnInternalError() {
		row(get("/untellable")).is(500, "internal_error", UNEXPECTED).isLoggedOnce().verify(port());
	}

	@TestFactory
	Stream<DynamicTest> unserializable() {
		return Stream.of("getter", "long", "self", "map")
			.flatMap((name) -> logged(row(name, get("/unserializable/" + name)).is(500, "internal_error", UNEXPECTED)));
	}

	@TestFactory
	Stream<DynamicTest> headersOfTheSuccessThatDidNotCome() {
		return logged(
				row("are dropped", get("/half").header("Origin: https://a.example"))
					.is(500, "internal_error", UNEXPECTED)
					.with("ETag", null)
					.with("Last-Modified", null)
					.with("Set-Cookie", null)
					.with("Expires", null)
					.with("Content-Disposition", null)
					.with("Content-Language", null)
					.with("Content-Encoding", null)
					.with("Location", null)
					.with("X-Own", "kept")
					.with("Access-Control-Allow-Origin", "https://a.example"),
				row("fit in no head and are dropped", get("/long-header")).is(500, "internal_error", UNEXPECTED)
					.with("X-Long", null)
					.with("X-Short", "kept"));
	}

	@Test
	void varyIsKept() {
		assertThat(answer(get("/half").header("Origin: https://a.example")).headers().get("Vary")).contains("Origin");
	}

	@TestFactory
	Stream<DynamicTest> head() {
		return Stream.of("/half", "/unserializable/getter", "/header-without-value").map((path) -> {
			Exchange exchange = of("HEAD", path);
			return DynamicTest.dynamicTest(exchange.toString(), () -> {
				assertThat(answer(exchange).body()).isEmpty();
				assertThat(answer(exchange).status()).isEqualTo(answer(get(path)).status()).isGreaterThanOrEqualTo(400);
				for (String header : List.of("Content-Type", "Content-Length", "Cache-Control", "X-Request-Id")) {
					assertThat(answer(exchange).header(header)).isEqualTo(answer(get(path)).header(header)).isNotNull();
				}
			});
		});
	}

	@TestFactory
	Stream<DynamicTest> rangeThatResourceDoesNotHaveIsNoWholeResource() {
		return logged(row("handler's", get("/resource").header("Range: bytes=100-"))
			.is(416, "client_error", "The request could not be answered.")
			.with("Content-Range", "bytes */10")
			.with("ETag", null)
			.with("Accept-Ranges", null)
			.on(Container.NETTY, "Spring WebFlux does not tell the length", (row) -> row.with("Content-Range", null)),
				row("static", get("/error/4xx.html").header("Range: bytes=9999-"))
					.is(416, "client_error", "The request could not be answered.")
					.with("Content-Range", "bytes */19")
					.with("Last-Modified", null)
					.with("Accept-Ranges", null)
					.on(Container.NETTY, "Spring WebFlux does not tell the length",
							(row) -> row.with("Content-Range", null)));
	}

	@Test
	void rangeOfResource() {
		assertThat(answer(get("/resource").header("Range: bytes=8-")).body()).isEqualTo("89");
		assertThat(answer(get("/resource")).body()).isEqualTo("0123456789");
	}

	@Test
	void statusThatIsSetWithoutErrorIsTheApplicationsOwn() {
		assertThat(answer(get("/own-404")).status()).isEqualTo(404);
		assertThat(answer(get("/own-404")).body()).isEqualTo("mine");
	}

	private Stream<DynamicTest> logged(Row... rows) {
		Stream.of(rows).forEach(Row::isLoggedAlone);
		return table(rows);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ FineController.class, FaultyController.class, LateBean.class })
	static class Application {

	}

	@RestController
	@CrossOrigin("https://a.example")
	static class FaultyController {

		private final ObjectProvider<LateBean> late;

		FaultyController(ObjectProvider<LateBean> late) {
			this.late = late;
		}

		@GetMapping("/late-bean")
		int lateBean() {
			return this.late.getObject().limit;
		}

		@GetMapping("/interrupted")
		String interrupted() {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(SECRET);
		}

		@GetMapping("/long-header")
		ResponseEntity<Unserializable> longHeader() {
			return ResponseEntity.ok()
				.header("X-Long", "x".repeat(20_000))
				.header("X-Short", "kept")
				.body(new Unserializable(1));
		}

		@GetMapping("/header-without-value")
		String headerWithoutValue() {
			throw new HeaderException(HttpStatus.CONFLICT, "taken", "X-None", null);
		}

		@GetMapping("/resource")
		ResponseEntity<Resource> resource() {
			return ResponseEntity.ok()
				.eTag("1")
				.body(new ByteArrayResource("0123456789".getBytes(StandardCharsets.US_ASCII)));
		}

		@GetMapping("/no-range")
		String noRange() {
			throw new HeaderException(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, null, "Content-Range", "bytes */10");
		}

		@GetMapping("/untellable")
		String untellable() {
			throw new UntellableException();
		}

		@GetMapping("/half")
		ResponseEntity<Unserializable> half() {
			return ResponseEntity.status(201)
				.header("ETag", "\"1\"")
				.header("Last-Modified", "Sat, 21 Nov 2026 06:00:00 GMT")
				.header("Cache-Control", "max-age=3600")
				.header("Expires", "Sat, 21 Nov 2026 06:00:00 GMT")
				.header("Location", "/half/1")
				.header("Content-Disposition", "attachment")
				.header("Content-Language", "de")
				.header("Content-Encoding", "gzip")
				.header("X-Own", "kept")
				.header("Set-Cookie", "session=" + SECRET)
				.body(new Unserializable(1));
		}

		@GetMapping("/unserializable/getter")
		Unserializable getter() {
			return new Unserializable(1);
		}

		@GetMapping("/unserializable/long")
		Unserializable beyondBufferOfMapper() {
			return new Unserializable(100);
		}

		@GetMapping("/unserializable/self")
		Self self() {
			return new Self();
		}

		@GetMapping("/unserializable/map")
		Map<String, Object> map() {
			return Map.of("thread", new Unserializable(1));
		}

		@GetMapping("/own-404")
		ResponseEntity<String> own() {
			return ResponseEntity.status(404).body("mine");
		}

	}

	@Lazy
	@Component
	static class LateBean {

		private final int limit;

		LateBean(@Value("${late.limit}") int limit) {
			this.limit = limit;
		}

	}

	static class Unserializable {

		private final int items;

		Unserializable(int items) {
			this.items = items;
		}

		public List<String> getFirst() {
			return Collections.nCopies(this.items, "0123456789");
		}

		public String getSecond() {
			throw new IllegalStateException(SECRET);
		}

	}

	static class Self {

		public Self getSelf() {
			return this;
		}

	}

	static class UntellableException extends RuntimeException implements ErrorResponse {

		@Override
		public String getMessage() {
			throw new IllegalStateException(SECRET);
		}

		@Override
		public HttpStatusCode getStatusCode() {
			throw new IllegalStateException(SECRET);
		}

		@Override
		public ProblemDetail getBody() {
			throw new IllegalStateException(SECRET);
		}

	}

	static class HeaderException extends RuntimeException implements ErrorResponse {

		private final ProblemDetail body;

		private final HttpHeaders headers = new HttpHeaders();

		HeaderException(HttpStatus status, @Nullable String detail, String header, @Nullable String value) {
			this.body = ProblemDetail.forStatus(status);
			this.body.setDetail(detail);
			this.headers.add(header, value);
		}

		@Override
		public HttpStatusCode getStatusCode() {
			return HttpStatusCode.valueOf(this.body.getStatus());
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public ProblemDetail getBody() {
			return this.body;
		}

	}

}
