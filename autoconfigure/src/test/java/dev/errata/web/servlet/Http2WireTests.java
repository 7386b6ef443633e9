package dev.errata.web.servlet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.ContainerTests;
import dev.errata.wire.Failures;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import dev.errata.wire.WireTests;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Errors over HTTP/2, of which many go over one connection: an answer that is cut off
 * ends its own stream alone, and not as if it were whole.
 */
@InEachContainer
class Http2WireTests extends ContainerTests {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), "server.http2.enabled=true",
				"errata.codes.order_shipped=409", "errata.envelope.body={\"code\":\"{code}\",\"id\":\"{request-id}\"}");
	}

	@Test
	void failureIsThatOfTheContract() throws Exception {
		HttpResponse<String> answer = answer("/shipped");
		assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
		assertThat(answer.body()).isEqualTo("{\"code\":\"order_shipped\",\"id\":\"r-1\"}");
		assertThat(answer.statusCode()).isEqualTo(409);
		assertThat(answer.headers().allValues("X-Request-Id")).containsExactly("r-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/cut", "/cut/large", "/cut/head", "/cut/sse" })
	void committedAnswerIsCut(String path) throws Exception {
		answer("/shipped");
		assertThat(Failures.loggersThatComplain(
				() -> assertThatIOException().isThrownBy(() -> answer(path)).withMessageContaining("RST_STREAM")))
			.containsExactly("errata.failure.internal_error");
		HttpResponse<String> fine = answer("/fine");
		assertThat(fine.body()).isEqualTo("fine");
		assertThat(fine.statusCode()).isEqualTo(200);
	}

	private HttpResponse<String> answer(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path))
			.header("X-Request-Id", "r-1")
			.build();
		return this.client.send(request, HttpResponse.BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ WireTests.FineController.class, FailingController.class })
	static class Application {

	}

	@RestController
	static class FailingController {

		@GetMapping("/shipped")
		void shipped() {
			throw new ErrorCodeException("order_shipped");
		}

		@GetMapping("/cut")
		void cut(HttpServletResponse response) throws IOException {
			response.getWriter().write("begun");
			response.flushBuffer();
			throw new IllegalStateException(WireTests.SECRET);
		}

		@GetMapping("/cut/large")
		void cutLarge(HttpServletResponse response) throws IOException {
			response.getWriter().write("begun".repeat(100_000));
			throw new IllegalStateException(WireTests.SECRET);
		}

		@GetMapping("/cut/head")
		void cutHead(HttpServletResponse response) throws IOException {
			response.flushBuffer();
			throw new IllegalStateException(WireTests.SECRET);
		}

		@GetMapping("/cut/sse")
		SseEmitter cutSse() throws IOException {
			SseEmitter emitter = new SseEmitter();
			emitter.send("half");
			emitter.completeWithError(new IllegalStateException(WireTests.SECRET));
			return emitter;
		}

	}

}
