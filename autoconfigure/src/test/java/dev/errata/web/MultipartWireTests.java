package dev.errata.web;

import java.util.List;
import java.util.stream.Stream;

import dev.errata.wire.EveryStackTests;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

import static dev.errata.wire.Exchange.form;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Exchange.multipart;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Exchange.post;
import static dev.errata.wire.Row.invalid;
import static dev.errata.wire.Row.row;

/**
 * Uploads.
 */
class MultipartWireTests extends EveryStackTests {

	private static final String FILE = "name=\"file\"; filename=\"a.txt\"\n\n";

	private static final String META = "name=\"meta\"\nContent-Type: application/json\n\n";

	@Override
	protected Service start(Service.Container container) {
		return Service.start(container, false,
				List.of(Application.class, container.pick(UploadController.class, PartController.class)), ENVELOPE,
				"spring.servlet.multipart.max-file-size=1KB", "spring.servlet.multipart.max-request-size=4KB",
				"server.tomcat.max-part-count=5", "spring.webflux.multipart.max-in-memory-size=512B",
				"spring.webflux.multipart.max-disk-usage-per-part=1KB", "spring.webflux.multipart.max-parts=5");
	}

	@TestFactory
	Stream<DynamicTest> uploads() {
		String malformed = "The request could not be read.";
		String large = "The request body is too large.";
		return table(
				row("no file", multipart("/upload", META + "{\"pages\": 1}"))
					.is(400, "parameter_missing", "Part 'file' is missing.")
					.violation("file", "parameter_missing", "is missing"),
				row("no part", multipart("/upload", FILE + "text"))
					.is(400, "parameter_missing", "Part 'meta' is missing.")
					.violation("meta", "parameter_missing", "is missing"),
				row("malformed part", multipart("/upload", FILE + "text", META + "{geheim")).is(400, "malformed_body",
						"The body is not valid JSON at line 1, column 2."),
				invalid("invalid part", multipart("/upload", FILE + "text", META + "{\"sheets\": 1, \"pages\": 0}"),
						"field_range", "pages", "must be greater than or equal to 1"),
				row("part of a wrong type", multipart("/upload", FILE + "text", "name=\"meta\"\n\n{}"))
					.is(415, "unsupported_media_type",
							"Content type 'application/octet-stream' is not supported "
									+ "here; send application/json, application/yaml, application/*+json.")
					.on(Container.NETTY, "it has other codecs", (row) -> row.is(415, "unsupported_media_type",
							"Content type 'application/octet-stream' is not supported "
									+ "here; send application/json, application/*+json, application/x-ndjson.")),
				row("file too large", multipart("/upload", FILE + "x".repeat(2000))).is(413, "payload_too_large",
						large),
				row("request too large", multipart("/upload", FILE + "x", META + "x".repeat(5000))).is(413,
						"payload_too_large", large),
				row("too many parts",
						multipart("/upload", FILE + "1", FILE + "2", FILE + "3", FILE + "4", FILE + "5", FILE + "6"))
					.is(413, "payload_too_large", large)
					.except(Container.JETTY, "Spring Boot has no property for its number of parts"),
				row("no boundary", post("/upload").header("Content-Type: multipart/form-data").body("x")).is(400,
						"malformed_request", malformed),
				row("wrong boundary",
						post("/upload").header("Content-Type: multipart/form-data; boundary=C").body("--B\r\nx"))
					.is(400, "parameter_missing", "Part 'file' is missing.")
					.violation("file", "parameter_missing", "is missing")
					.on(Container.JETTY, "it looks for the boundary until the end",
							(row) -> row.is(400, "malformed_request", malformed))
					.on(Container.NETTY, "it looks for the boundary until the end",
							(row) -> row.is(400, "malformed_request", malformed)),
				row("no end",
						post("/upload").header("Content-Type: multipart/form-data; boundary=B")
							.body("--B\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\ngeheim"))
					.is(400, "malformed_request", malformed),
				row("not multipart", json("/upload", "{}")).is(415, "unsupported_media_type",
						"Content type 'application/json' is not supported here; send multipart/form-data."),
				row("not multipart, no type declared", json("/any", "{}"))
					.is(415, "unsupported_media_type",
							"Content type 'application/json' is not supported here; send multipart/form-data.")
					.with("Accept", "multipart/form-data")
					.with("Accept-Patch", null),
				row("form", form("/any", "file=a.txt")).is(415, "unsupported_media_type",
						"Content type 'application/x-www-form-urlencoded' is not supported here; "
								+ "send multipart/form-data."),
				row("no type", post("/any")).is(415, "unsupported_media_type",
						"Content type 'application/octet-stream' is not supported here; send multipart/form-data."),
				row("no type, JSON wanted", post("/meta")).is(415, "unsupported_media_type",
						"Content type 'application/octet-stream' is not supported here; send multipart/form-data."),
				row("no such type", post("/any").header("Content-Type: json").body("{}")).is(415,
						"unsupported_media_type", "This content type is not supported here; send multipart/form-data."),
				row("patch", of("PATCH", "/any").header("Content-Type: text/plain").body("x"))
					.is(415, "unsupported_media_type",
							"Content type 'text/plain' is not supported here; send multipart/form-data.")
					.with("Accept-Patch", "multipart/form-data"),
				row("other parts", multipart("/any", META + "{}"))
					.is(400, "parameter_missing", "Part 'file' is missing.")
					.violation("file", "parameter_missing", "is missing"),
				row("no file needed", json("/optional", "{}")).isForeign(200, "taken"));
	}

	record Meta(@Min(1) int pages) {
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(FineController.class)
	static class Application {

	}

	@RestController
	static class UploadController {

		@PostMapping(path = "/upload", consumes = "multipart/form-data")
		String upload(@RequestParam MultipartFile file, @Valid @RequestPart Meta meta) {
			return "taken";
		}

		@RequestMapping("/any")
		String any(@RequestParam MultipartFile file) {
			return "taken";
		}

		@PostMapping("/meta")
		String meta(@RequestPart Meta meta) {
			return "taken";
		}

		@PostMapping("/optional")
		String optional(@RequestParam(required = false) MultipartFile file) {
			return "taken";
		}

	}

	@RestController
	static class PartController {

		@PostMapping(path = "/upload", consumes = "multipart/form-data")
		String upload(@RequestPart FilePart file, @Valid @RequestPart Meta meta) {
			return "taken";
		}

		@RequestMapping("/any")
		String any(@RequestPart FilePart file) {
			return "taken";
		}

		@PostMapping("/meta")
		Mono<String> meta(@RequestPart Mono<Meta> meta) {
			return meta.thenReturn("taken");
		}

		@PostMapping("/optional")
		String optional(@RequestPart(required = false) FilePart file) {
			return "taken";
		}

	}

}
