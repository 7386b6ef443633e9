package dev.errata.web.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Failures;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies that break off, and those that do not come in time.
 */
@InEachContainer
class UnfinishedBodyWireTests {

	private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

	private static final String JSON = "Content-Type: application/json";

	private static final String TEXT = "Content-Type: text/plain";

	private static final String MULTIPART = "Content-Type: multipart/form-data; boundary=B";

	private static final String PART = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\na";

	@Parameter
	private Service.Container container;

	private Service service;

	@BeforeParameterizedClassInvocation
	void start() {
		this.service = Service.start(this.container, false, List.of(Application.class), WireTests.ENVELOPE,
				"errata.limits.body.small.paths=/limited", "errata.limits.body.small.max=1KB",
				"server.tomcat.connection-timeout=200ms", "server.jetty.connection-idle-timeout=200ms");
	}

	@AfterParameterizedClassInvocation
	void stop() {
		this.service.close();
	}

	@TestFactory
	Stream<DynamicTest> breaksOff() {
		return Stream
			.of(new Body("/parameter", FORM, "name=a"), new Body("/map", FORM, "name=a"),
					new Body("/stream", FORM, "name=a"), new Body("/limited", FORM, "name=a"),
					new Body("/text", JSON, "{\"a\":"), new Body("/json", JSON, "{\"a\":"),
					new Body("/part", MULTIPART, PART), new Body("/stream", TEXT, "a"))
			.flatMap((body) -> Stream.of(
					body.test("announced",
							() -> verify(body.exchange().header("Content-Length: 100").framed(), 400,
									"malformed_request")),
					body.test("in chunks", () -> verify(body.chunked(), 400, "malformed_request"))));
	}

	@TestFactory
	Stream<DynamicTest> comesTooLate() {
		return Stream.of(new Body("/parameter", FORM, "name=a"), new Body("/map", FORM, "name=a"),
				new Body("/stream", FORM, "name=a"), new Body("/text", TEXT, "a"), new Body("/json", JSON, "{\"a\":"),
				new Body("/part", MULTIPART, PART), new Body("/stream", TEXT, "a"))
			.map((body) -> body.test("late", () -> verify(body.exchange().unfinished(), 408, "request_timeout")));
	}

	@Test
	void handlerIsKeptFromPartsThatBreakOff() {
		verify(Exchange.post("/streaming")
			.header(MULTIPART)
			.header("Transfer-Encoding: chunked")
			.body("zz\r\n")
			.framed(), 400, "malformed_request");
		assertThat(this.service.bean(ReadingController.class).streamed).hasValue(0);
	}

	@Test
	void connectionOfFormsIsUsable() {
		String form = "POST /parameter HTTP/1.1\nHost: localhost\nX-Request-Id: r-1\n" + FORM
				+ "\nContent-Length: %d\n\nname=a";
		String answers = new String(Exchange.raw(form.formatted(6) + form.formatted(6) + form.formatted(100))
			.bytesFrom(this.service.port()));
		assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(3);
		assertThat(answers).containsOnlyOnce("HTTP/1.1 400").endsWith("\"request_id\":\"r-1\"}");
	}

	private Answer verify(Exchange exchange, int status, String code) {
		try (Failures failures = Failures.logged()) {
			Answer answer = this.service.answer(exchange);
			assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
			assertThat(answer.body()).startsWith("{\"code\":\"" + code + "\",\"status\":" + status)
				.contains("\"request_id\":\"r-1\"");
			assertThat(answer.whole()).isTrue();
			assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
			assertThat(failures.lines()).hasSize(1);
			assertThat(this.service.answer(Exchange.form("/parameter", "name=a")).body()).isEqualTo("a");
			return answer;
		}
	}

	private record Body(String path, String type, String text) {

		Exchange exchange() {
			return Exchange.post(this.path).header(this.type).body(this.text);
		}

		Exchange chunked() {
			return Exchange.post(this.path)
				.header(this.type)
				.header("Transfer-Encoding: chunked")
				.body(Integer.toHexString(this.text.length() + 9) + "\r\n" + this.text)
				.framed();
		}

		DynamicTest test(String how, Supplier<Answer> verification) {
			return DynamicTest.dynamicTest(this.path + ", " + this.type + ", " + how, verification::get);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ReadingController.class)
	static class Application {

	}

	@RestController
	static class ReadingController {

		private final AtomicInteger streamed = new AtomicInteger();

		@PostMapping({ "/parameter", "/limited" })
		String parameter(@RequestParam String name) {
			return name;
		}

		@PostMapping("/map")
		String map(@RequestBody MultiValueMap<String, String> map) {
			return "map";
		}

		@PostMapping("/text")
		String text(@RequestBody String text) {
			return text;
		}

		@PostMapping("/json")
		String json(@RequestBody Named named) {
			return "json";
		}

		@PostMapping("/part")
		String part(@RequestParam MultipartFile file) {
			return "part";
		}

		@PostMapping("/streaming")
		StreamingResponseBody streaming() {
			this.streamed.incrementAndGet();
			return (output) -> output.write('a');
		}

		@PostMapping("/stream")
		String stream(InputStream stream) throws IOException {
			return "read " + stream.readAllBytes().length;
		}

	}

	record Named(String name) {
	}

}
