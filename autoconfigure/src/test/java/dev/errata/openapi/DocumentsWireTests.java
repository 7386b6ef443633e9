package dev.errata.openapi;

import java.util.List;

import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.validation.Valid;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.RequestEntity;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The descriptions of the same API by each web stack.
 */
class DocumentsWireTests {

	private static final String[] PROPERTIES = { "springdoc.api-docs.enabled=true", "errata.codes.out_of_stock=409",
			"errata.codes.shipped=409", "errata.codes[too:late]=409", "errata.codes.engine_failed.status=500,503",
			"errata.codes.invalid_email.status=422", "errata.codes.invalid_email.constraints=Email.email",
			"errata.quota.headers.X-Left={remaining}", "errata.idempotency.enabled=true",
			"errata.idempotency.store=memory", "errata.contracts.v1.paths=/v1/**",
			"errata.contracts.v1.codes.out_of_stock=410" };

	@Test
	void documentsAreTheSame() {
		assertThat(document(Container.NETTY, OpenApiWireTests.Application.class))
			.isEqualTo(document(Container.TOMCAT, OpenApiWireTests.Application.class));
	}

	@Test
	void bodiesThatArriveLaterHaveTheSameErrors() {
		JsonNode blocking = document(Container.TOMCAT, Blocking.class);
		JsonNode later = document(Container.NETTY, Later.class);
		for (String path : List.of("/body", "/list", "/entity", "/part", "/form")) {
			assertThat(responses(later, path)).as(path).isEqualTo(responses(blocking, path));
		}
		assertThat(responses(later, "/stream")).isEqualTo(responses(blocking, "/list"));
	}

	private static JsonNode responses(JsonNode document, String path) {
		ObjectNode responses = (ObjectNode) SharedParts.resolve(document)
			.path("paths")
			.path(path)
			.path("post")
			.path("responses");
		assertThat(responses.size()).isGreaterThan(1);
		responses.remove("200");
		return responses;
	}

	private static JsonNode document(Container container, Class<?> source) {
		try (Service service = Service.start(container, false, List.of(source), PROPERTIES)) {
			ObjectNode document = (ObjectNode) JsonMapper.shared()
				.readTree(service.answer(Exchange.get("/v3/api-docs")).body());
			// has the port
			document.remove("servers");
			return document;
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(BlockingController.class)
	static class Blocking {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(LaterController.class)
	static class Later {

	}

	@RestController
	static class BlockingController {

		@PostMapping("/body")
		String body(@Valid @RequestBody OpenApiWireTests.NewItem item) {
			return "";
		}

		@PostMapping("/list")
		String list(@Valid @RequestBody List<OpenApiWireTests.NewItem> items) {
			return "";
		}

		@PostMapping("/entity")
		String entity(@Valid RequestEntity<OpenApiWireTests.NewItem> item) {
			return "";
		}

		@PostMapping("/part")
		String part(@RequestPart("file") MultipartFile file) {
			return "";
		}

		@PostMapping("/form")
		String form(@Valid @ModelAttribute OpenApiWireTests.Filter filter) {
			return "";
		}

	}

	@RestController
	static class LaterController {

		@PostMapping("/body")
		Mono<String> body(@Valid @RequestBody Mono<OpenApiWireTests.NewItem> item) {
			return Mono.empty();
		}

		@PostMapping("/list")
		Mono<String> list(@Valid @RequestBody Mono<List<OpenApiWireTests.NewItem>> items) {
			return Mono.empty();
		}

		@PostMapping("/stream")
		Flux<String> stream(@Valid @RequestBody Flux<OpenApiWireTests.NewItem> items) {
			return Flux.empty();
		}

		@PostMapping("/entity")
		Mono<String> entity(@Valid RequestEntity<Mono<OpenApiWireTests.NewItem>> item) {
			return Mono.empty();
		}

		@PostMapping("/part")
		Mono<String> part(@RequestPart("file") Mono<FilePart> file) {
			return Mono.empty();
		}

		@PostMapping("/form")
		Mono<String> form(@Valid @ModelAttribute Mono<OpenApiWireTests.Filter> filter) {
			return Mono.empty();
		}

	}

}
