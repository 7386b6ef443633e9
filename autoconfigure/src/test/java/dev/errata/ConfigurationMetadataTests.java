package dev.errata;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;

import dev.errata.catalog.StandardCode;
import dev.errata.error.Placeholder;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is written by hand of the help that IDEs give.
 */
class ConfigurationMetadataTests {

	@Test
	void allStandardCodesAreOffered() throws IOException {
		assertThat(values("errata.codes.keys"))
			.containsExactlyElementsOf(Arrays.stream(StandardCode.values()).map(StandardCode::code).toList());
	}

	@Test
	void placeholdersOfHeadersAreKnown() throws IOException {
		List<String> known = Arrays.stream(Placeholder.values())
			.map((placeholder) -> "{" + placeholder.word() + "}")
			.toList();
		assertThat(values("errata.headers.values")).isNotEmpty().isSubsetOf(known);
	}

	private static List<String> values(String name) throws IOException {
		JsonNode metadata = JsonMapper.shared()
			.readTree(new ClassPathResource("META-INF/additional-spring-configuration-metadata.json")
				.getContentAsString(UTF_8));
		JsonNode hint = StreamSupport.stream(metadata.get("hints").spliterator(), false)
			.filter((candidate) -> candidate.get("name").asString().equals(name))
			.findFirst()
			.orElseThrow();
		return StreamSupport.stream(hint.get("values").spliterator(), false)
			.map((value) -> value.get("value").asString())
			.toList();
	}

}
