package dev.errata.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * What is of Spring MVC in the service of {@link UnfinishedBodyWireTests}.
 */
final class UnfinishedBodiesOfMvc {

	private UnfinishedBodiesOfMvc() {
	}

	@RestController
	static class Reading {

		final AtomicInteger streamed = new AtomicInteger();

		@PostMapping({ "/parameter", "/limited" })
		String parameter(@RequestParam String name) {
			return name;
		}

		@PostMapping("/map")
		String map(@RequestBody MultiValueMap<String, String> map) {
			return "map";
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

}
