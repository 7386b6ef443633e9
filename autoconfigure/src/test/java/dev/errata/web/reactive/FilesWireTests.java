package dev.errata.web.reactive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.errata.wire.Answer;
import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Files are sent as the server sends them, which on Reactor Netty is without reading
 * them.
 */
class FilesWireTests {

	private static final String TEXT = "0123456789".repeat(10_000);

	@TempDir
	private static Path directory;

	private static Service service;

	@BeforeAll
	static void start() throws IOException {
		Files.writeString(directory.resolve("file.txt"), TEXT);
		service = Service.start(Service.Container.NETTY, false, List.of(Application.class), WireTests.ENVELOPE,
				"server.compression.enabled=true", "spring.web.resources.static-locations=file:" + directory + "/");
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@ParameterizedTest
	@CsvSource({ "/mono,0,100000", "/file.txt,0,100000" })
	void fileIsLeftToTheServer(String path, long position, long count) {
		List<Object> sent = new ArrayList<>();
		service.bean(HttpHandler.class).handle(MockServerHttpRequest.get(path).build(), new Sending(sent)).block();
		assertThat(sent).containsExactly(directory.resolve("file.txt"), position, count);
	}

	@Test
	void rangeIsLeftToTheServer() {
		List<Object> sent = new ArrayList<>();
		service.bean(HttpHandler.class)
			.handle(MockServerHttpRequest.get("/file.txt").header("Range", "bytes=5-14").build(), new Sending(sent))
			.block();
		assertThat(sent).containsExactly(directory.resolve("file.txt"), 5L, 10L);
	}

	@ParameterizedTest
	@CsvSource({ "/mono", "/file.txt" })
	void clientGetsTheFile(String path) {
		Answer answer = service.answer(get(path));
		assertThat(answer.body()).isEqualTo(TEXT);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("X-Request-Id")).isEqualTo(Exchange.ID);
		Answer range = service.answer(get(path).header("Range: bytes=5-14"));
		assertThat(range.status()).isEqualTo(206);
		assertThat(range.body()).isEqualTo("5678901234");
		Answer head = service.answer(Exchange.of("HEAD", path));
		assertThat(head.status()).isEqualTo(200);
		assertThat(head.header("Content-Length")).isEqualTo("100000");
		assertThat(service.answer(get(path).header("Range: bytes=200000-")).body()).startsWith("{\"code\":");
		String compressed = new String(get(path).header("Accept-Encoding: gzip").bytesFrom(service.port()),
				StandardCharsets.ISO_8859_1);
		assertThat(compressed.toLowerCase()).contains("content-encoding: gzip");
		assertThat(compressed).hasSizeLessThan(10_000).endsWith("0\r\n\r\n");
	}

	@Test
	void fileThatIsMissingIsAnError() {
		assertThat(service.answer(get("/missing.txt")).status()).isEqualTo(404);
		Answer answer = service.answer(get("/gone"));
		assertThat(answer.status()).isEqualTo(500);
		assertThat(answer.body()).startsWith("{\"code\":\"internal_error\"");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@GetMapping("/mono")
		Mono<Resource> mono() {
			return Mono.just(new FileSystemResource(directory.resolve("file.txt")));
		}

		@GetMapping("/gone")
		Mono<Resource> gone() {
			return Mono.just(new FileSystemResource(directory.resolve("gone.txt")));
		}

	}

	private static final class Sending extends MockServerHttpResponse implements ZeroCopyHttpOutputMessage {

		private final List<Object> sent;

		Sending(List<Object> sent) {
			this.sent = sent;
		}

		@Override
		public Mono<Void> writeWith(Path file, long position, long count) {
			this.sent.addAll(List.of(file, position, count));
			return Mono.empty();
		}

	}

}
